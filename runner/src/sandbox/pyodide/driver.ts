/**
 * Python as WebAssembly in a locked Node process, one per program: runs on any laptop, without bubblewrap or Python.
 * Slower to start (one worker waits ready) and about half as fast; no processes, threads or sockets in it at all.
 */
import { availableParallelism } from 'node:os';

import type { Driver } from '../driver.ts';
import { spawnLink } from '../link.ts';
import { Pool } from '../pool.ts';
import { Sandbox } from '../sandbox.ts';
import { workerArguments } from './command.ts';
import type { Snapshot } from './snapshot.ts';
import { watchWorker } from './watchdog.ts';

/** A waiting worker holds about 180 MB, so there is one. */
const warm = 1;
const refillAfterMs = 50;
/** Workers stand back behind the server, which carries everybody's typing. */
const niceness = 5;
/** A worker whose server was killed in the middle of an endless loop hears nothing; the kernel ends it after this. */
const orphanCpuS = 300;

/** Reason why this Node cannot lock a worker in, or undefined when it can. */
export function whyNoPyodide(): string | undefined {
  if (!process.allowedNodeEnvironmentFlags.has('--permission'))
    return 'this version of Node has no permission model; Node 24 has';
  return undefined;
}

export interface PyodideOptions {
  /** Starts workers as this ordinary user (root servers only); their files must be readable for it. */
  user?: number;
  slots?: number;
  /** Without one every worker starts the slow way. The driver does not remove it. */
  snapshot?: Snapshot;
}

/** Starts the first worker and returns the driver. */
export function createPyodideDriver({ user, slots, snapshot }: PyodideOptions = {}): Driver {
  const args = workerArguments(snapshot?.path);
  const pool = new Pool({
    size: warm,
    refillAfterMs,
    start: () =>
      new Sandbox(
        spawnLink({ ...bounded(args), niceness, ...(user === undefined ? {} : { user }) }),
        watchWorker(),
      ),
  });
  pool.fill();
  return {
    name: 'pyodide',
    // A pipe of Windows cannot be looked at without waiting for it.
    canInterrupt: process.platform !== 'win32',
    // It may be too slow for `finally` blocks, and hears nothing in the middle of one long step of Python.
    stopMs: { finish: 0, place: 60 },
    places: slots ?? availableParallelism() + 2,
    promises: {
      seccomp: false,
      cgroup: 'none',
      users: user === undefined ? 'none' : 'one',
      start: 'worker',
      pool: pool.size,
    },
    take(limits) {
      const sandbox = pool.take();
      sandbox.limit(limits);
      return sandbox;
    },
    close: () => pool.close(),
  };
}

function bounded(args: string[]): { file: string; args: string[] } {
  if (process.platform === 'win32') return { file: process.execPath, args };
  const limits = `ulimit -c 0; ulimit -t ${String(orphanCpuS)}; exec "$0" "$@"`;
  return { file: '/bin/sh', args: ['-c', limits, process.execPath, ...args] };
}
