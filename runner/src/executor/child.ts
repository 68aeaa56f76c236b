/**
 * The executor as a child of the server: a process of its own, so that floods of output, the upkeep of sandboxes and a
 * crash stay out of the event loop that carries everybody's typing. It gets no setting and no secret of the server.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';

import type { DriverChoice } from '../select.ts';
import type { Line } from './link.ts';

const keptErrorChars = 4_000;

export interface ChildOptions {
  driver: DriverChoice;
  slots?: number | undefined;
  image?: string | undefined;
  /** What it may know of the server's surroundings: where programs are found and temporary files go. */
  environment: Record<string, string>;
  /** What it said when it ended by itself. */
  ended: (exit: string, said: string) => void;
}

/** Starts one. */
export function startChild(options: ChildOptions): Line {
  const args = ['--driver', options.driver];
  if (options.slots !== undefined) args.push('--slots', String(options.slots));
  if (options.image !== undefined) args.push('--image', options.image);
  const isPosix = process.platform !== 'win32';
  const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), ...args], {
    cwd: '/',
    env: options.environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    // A group of its own: Ctrl-C in the terminal is the server's to handle, and the group can be ended as a whole.
    detached: isPosix,
    windowsHide: true,
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    said = (said + text).slice(-keptErrorChars);
  });
  for (const stream of child.stdio) stream?.on('error', () => undefined);
  child.on('error', (error) => child.stdout.destroy(error));
  child.on('close', (code, signal) => {
    options.ended(signal ?? `exit ${String(code)}`, said.trim());
    endGroup();
  });

  /** Workers that do not notice the end of their input in the middle of an endless loop. */
  function endGroup(): void {
    if (child.pid === undefined || !isPosix) return;
    try {
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // Nobody is left in it.
    }
  }

  return {
    input: child.stdout,
    output: child.stdin,
    pid: child.pid,
    kill() {
      child.kill('SIGKILL');
      endGroup();
    },
  };
}
