/** The text of our Python, put together for a sandbox that cannot read our folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { programParts } from './parts.mjs';

const folder = import.meta.dirname;
const ofProcess = [...programParts, 'program_process.py', 'supervisor.py'];

/** The first words of Python in a native sandbox, for `python -c`: they read a harness from its input. */
export const boot = textOf('boot.py');

/** Returns what is written to a native sandbox before anything else: for one that starts alone, and for one that is forked. */
export function processHarness(): { alone: Buffer; forked: Buffer } {
  const alone = [servedModules(), ...ofProcess.map(textOf)].join('\n');
  return {
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
  return `MODULES = ${JSON.stringify(Object.fromEntries(texts))}`;
}

function textOf(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}
