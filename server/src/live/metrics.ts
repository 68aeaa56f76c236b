import { Counter, Gauge, type Registry } from 'prom-client';
import type { RunService } from '../run/run.service.ts';
import type { LiveServer } from './live-socket.ts';

export interface LiveMetrics {
  wallBatches: Counter;
  wallBytes: Counter;
}

/** Registers what `live/` counts. A registry takes it once. */
export function createLiveMetrics(
  registry: Registry,
  { io, runs }: { io: LiveServer; runs: RunService },
): LiveMetrics {
  const registers = [registry];
  new Gauge({
    name: 'live_sockets',
    help: 'Open live sockets',
    registers,
    collect() {
      this.set(io.sockets.sockets.size);
    },
  });
  new Gauge({
    name: 'runs_running',
    help: 'Programs that run or wait in line',
    registers,
    collect() {
      this.set(runs.running);
    },
  });
  const ended = new Counter({
    name: 'runs_total',
    help: 'Ended programs by reason',
    labelNames: ['reason'] as const,
    registers,
  });
  runs.events.on('ended', ({ end }) => ended.inc({ reason: end.reason }));
  return {
    wallBatches: new Counter({
      name: 'wall_batches_total',
      help: 'Batches of tile changes sent, per console',
      registers,
    }),
    wallBytes: new Counter({
      name: 'wall_bytes_sent_total',
      help: 'Bytes of tile changes sent to consoles, before framing',
      registers,
    }),
  };
}
