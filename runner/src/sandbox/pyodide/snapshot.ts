/**
 * The memory of a Pyodide that has just started, kept in a file for as long as the runner lives: workers that begin
 * with it are ready in a quarter of a second instead of one and a half. Made anew at each start of the runner, because
 * it fits one version of Node and Pyodide only.
 */
import { execFile } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { makeTemporaryFolder } from '../temporary.ts';
import { workerArguments } from './command.ts';

const run = promisify(execFile);
const makeMs = 60_000;
const maxBytes = 128 * 1024 * 1024;

export interface Snapshot {
  path: string;
  remove(): Promise<void>;
}

/** Returns undefined when no snapshot can be made here; workers then start the slow way. */
export async function makeSnapshot(): Promise<Snapshot | undefined> {
  let folder: string | undefined;
  try {
    const { stdout } = await run(process.execPath, workerArguments('make'), {
      encoding: 'buffer',
      env: {},
      cwd: '/',
      maxBuffer: maxBytes,
      timeout: makeMs,
    });
    const made = makeTemporaryFolder();
    folder = made;
    const path = join(made, 'snapshot');
    // Readable for the ordinary user that workers of a root server run as; it holds nothing of anybody.
    await writeFile(path, stdout, { mode: 0o444 });
    return { path, remove: () => rm(made, { recursive: true, force: true }) };
  } catch {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}
