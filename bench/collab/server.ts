import { writeFileSync } from 'node:fs';
import { Session } from 'node:inspector/promises';
import { startHocuspocus } from './targets/hocuspocus.ts';
import { startLearnflow } from './targets/learnflow.ts';
import { startRelay } from './targets/relay.ts';
import type { TargetName } from './wire.ts';

/** A process with one server in it, pinned to one core by whoever starts it. It answers what it has used so far. */

export type ServerTask = { target: Exclude<TargetName, 'learnflow'> } | LearnflowTask;
type LearnflowTask = { target: 'learnflow' } & Parameters<typeof startLearnflow>[0];

/** Counted since the process began. */
export interface Usage {
  cpuSeconds: number;
  residentBytes: number;
  /** After a collection, when one was asked for. */
  heapBytes: number;
  openRooms: number;
}
export type ServerOrder =
  | { kind: 'start'; task: ServerTask }
  | { kind: 'usage'; collect: boolean }
  /** Starts a CPU profile, or ends it and writes it to this file. */
  | { kind: 'profile'; file?: string }
  | { kind: 'stop' };

const inspector = new Session();
let isInspected = false;
const collectGarbage = (globalThis as { gc?: () => void }).gc;
let target: Awaited<ReturnType<typeof startRelay>> | undefined;

process.on('message', (order: ServerOrder) => void obey(order));
process.on('disconnect', () => process.exit());

async function obey(order: ServerOrder): Promise<void> {
  switch (order.kind) {
    case 'start':
      target = await start(order.task);
      process.send?.({ port: target.port });
      return;
    case 'usage': {
      const openRooms = (await target?.openRooms()) ?? 0;
      if (order.collect) for (let n = 0; n < 3; n++) collectGarbage?.();
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed, external } = process.memoryUsage();
      process.send?.({
        cpuSeconds: (user + system) / 1e6,
        residentBytes: rss,
        heapBytes: heapUsed + external,
        openRooms,
      } satisfies Usage);
      return;
    }
    case 'profile':
      if (order.file) {
        const { profile } = await inspector.post('Profiler.stop');
        writeFileSync(order.file, JSON.stringify(profile));
      } else {
        if (!isInspected) inspector.connect();
        isInspected = true;
        await inspector.post('Profiler.enable');
        await inspector.post('Profiler.start');
      }
      process.send?.({});
      return;
    case 'stop':
      await target?.close();
      process.exit();
  }
}

function start(task: ServerTask): ReturnType<typeof startRelay> {
  switch (task.target) {
    case 'learnflow':
      return startLearnflow(task);
    case 'hocuspocus':
      return startHocuspocus();
    case 'relay':
      return startRelay();
  }
}
