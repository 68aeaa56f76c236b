import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import { damagedPieces } from './repair.ts';

/** Numbers an operator watches; docs/protocol.md names the refusal reasons. */
export interface CollabMetrics {
  updatesStored: Counter;
  storeSeconds: Histogram;
  framesRefused: Counter<'reason'>;
}
export type RefusedFrame =
  | 'watching'
  | 'navigating'
  | 'held'
  | 'too-large'
  | 'document-full'
  | 'invalid'
  | 'malformed'
  | 'rate'
  | 'waiting'
  | 'unsaved'
  | 'presence-foreign'
  | 'presence-size';

/** Read when the metrics page is asked for, so that the hot path keeps no gauges. */
export interface CollabLevels {
  rooms(): number;
  connections(): number;
  unsavedUpdates(): number;
}

/** Registers the metrics of one collaboration server. A registry takes them once. */
export function createCollabMetrics(registry: Registry, levels: CollabLevels): CollabMetrics {
  const registers = [registry];
  registry.registerMetric(damagedPieces);
  const level = (name: string, help: string, read: () => number): void => {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  };
  level('collab_rooms_open', 'Rooms in memory', levels.rooms);
  level('collab_connections', 'Open collaboration sockets', levels.connections);
  level('collab_unsaved_updates', 'Updates not yet committed', levels.unsavedUpdates);
  return {
    updatesStored: new Counter({
      name: 'collab_updates_stored_total',
      help: 'Updates committed to the log',
      registers,
    }),
    storeSeconds: new Histogram({
      name: 'collab_store_duration_seconds',
      help: 'Time of one grouped commit',
      buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 1, 5],
      registers,
    }),
    framesRefused: new Counter({
      name: 'collab_frames_refused_total',
      help: 'Frames that were not taken, by reason',
      labelNames: ['reason'],
      registers,
    }),
  };
}
