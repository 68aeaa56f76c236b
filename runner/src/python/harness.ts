/** The text of our Python, put together for a sandbox that cannot read our folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { seccompFilter } from '../sandbox/seccomp.ts';
import { syscallsOf } from '../sandbox/syscalls.ts';
import { programParts } from './parts.mjs';

const folder = import.meta.dirname;
const ofProcess = [
  ...programParts,
  'program_process.py',
  'kernel_filter.py',
  'container_memory.py',
  'supervisor.py',
];

/** The first words of Python in a native sandbox, for `python -c`: they read a harness from its input. */
export const boot = textOf('boot.py');

export interface Harness {
  /** Written to a sandbox that starts alone before anything else. */
  alone: Buffer;
  /** The same for a forkserver. */
  forked: Buffer;
  /** Whether it closes the kernel doors no program needs: there is a filter for this machine. */
  isFiltered: boolean;
}

/** Our Python for native sandboxes. */
export function processHarness(): Harness {
  const calls = syscallsOf(process.arch);
  const filter = calls === undefined ? '' : seccompFilter(calls).toString('base64');
  const constants = [`MODULES = ${servedModules()}`, `FILTER = "${filter}"`];
  const alone = [...constants, ...ofProcess.map(textOf)].join('\n');
  return {
    isFiltered: filter !== '',
    alone: withLength(alone),
    forked: withLength(`is_forked = True\n${alone}\n${textOf('zygote.py')}`),
  };
}

/** Puts four bytes of length (big endian) before a text. */
export function withLength(text: string): Buffer {
  const bytes = Buffer.from(text);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

/** Modules that are served to programs (turtle, the matplotlib backend), as a Python dictionary of their texts. */
function servedModules(): string {
  const texts = readdirSync(join(folder, 'modules'))
    .filter((name) => name.endsWith('.py'))
    .map((name) => [name.replace('.py', ''), textOf(`modules/${name}`)]);
  // A JSON string is a Python string too.
  return JSON.stringify(Object.fromEntries(texts));
}

function textOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
