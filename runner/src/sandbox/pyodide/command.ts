/** How a Pyodide worker is started: Node with no rights but to read what it needs. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Pyodide's own JavaScript needs a fraction of this; the program's memory is WebAssembly's and counted there. */
const heapMegabytes = 256;

/** Arguments of Node. `snapshot`: the file of a started interpreter, or `make` to write one to stdout and end. */
export function workerArguments(snapshot: string | undefined): string[] {
  const pyodide = realpathSync(dirname(fileURLToPath(import.meta.resolve('pyodide'))));
  const worker = realpathSync(join(import.meta.dirname, 'worker'));
  const python = realpathSync(join(import.meta.dirname, '../../python'));
  const readable = [pyodide, worker, python];
  if (snapshot !== undefined && snapshot !== 'make') readable.push(snapshot);
  return [
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    '--disallow-code-generation-from-strings',
    `--max-old-space-size=${String(heapMegabytes)}`,
    '--no-warnings',
    join(worker, 'main.mjs'),
    pyodide,
    python,
    ...(snapshot === undefined ? [] : [snapshot]),
  ];
}
