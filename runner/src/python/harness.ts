/** The text of our Python, put together for a sandbox that cannot read our folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { programParts } from './parts.mjs';

const folder = import.meta.dirname;
const ofProcess = [...programParts, 'program_process.py', 'supervisor.py'];

/** @returns the program of a native sandbox, for `python -c`: one that starts alone, and one that is forked */
export function processHarness(): { alone: string; forked: string } {
  const alone = [servedModules(), ...ofProcess.map(textOf)].join('\n');
  return { alone, forked: `is_forked = True\n${alone}\n${textOf('zygote.py')}` };
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
