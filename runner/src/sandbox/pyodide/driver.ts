/**
 * Python as WebAssembly in a locked Node process, one per program: runs on any laptop, without bubblewrap or Python.
 * Slower to start (one worker waits ready) and about half as fast; no processes, threads or sockets in it at all.
 */
import { realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import type { Driver } from '../driver.ts';
import { Pool } from '../pool.ts';
import { Sandbox } from '../sandbox.ts';

/** A waiting worker holds about 180 MB, so there is one. */
const warm = 1;
const refillAfterMs = 150;
/** Pyodide's own JavaScript needs a fraction of this; the program's memory is WebAssembly's and counted there. */
const heapMegabytes = 256;

/** Reason why this Node cannot lock a worker in, or undefined when it can. */
export function whyNoPyodide(): string | undefined {
  if (!process.allowedNodeEnvironmentFlags.has('--permission'))
    return 'this version of Node has no permission model; Node 24 has';
  return undefined;
}

/** `user`: start workers as this ordinary user (root servers only); their files must be readable for it. */
export function createPyodideDriver(options: { user?: number; slots?: number } = {}): Driver {
  const places = options.slots ?? availableParallelism() + 2;
  const pyodide = realpathSync(dirname(fileURLToPath(import.meta.resolve('pyodide'))));
  const worker = realpathSync(join(import.meta.dirname, 'worker.mjs'));
  const python = realpathSync(join(import.meta.dirname, '../../python'));

  const pool = new Pool({
    size: warm,
    refillAfterMs,
    start: () =>
      new Sandbox({
        file: process.execPath,
        args: [
          '--permission',
          ...[pyodide, worker, python].map((path) => `--allow-fs-read=${path}`),
          '--disallow-code-generation-from-strings',
          `--max-old-space-size=${String(heapMegabytes)}`,
          '--no-warnings',
          worker,
          pyodide,
          python,
        ],
        ...(options.user === undefined ? {} : { user: options.user }),
      }),
  });
  pool.fill();

  return {
    name: 'pyodide',
    canInterrupt: false,
    places,
    take: () => pool.take(),
    close: () => pool.close(),
  };
}
