/**
 * `npm run dev`: the server, restarted when a file of it changes, and the pages from vite with hot reload.
 * Flags go to the server; the pages expect it on port 4000.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import { root } from './prepare.mjs';

const parts: ChildProcess[] = [
  run(root, ['--watch', '--watch-preserve-output', 'server/src/main.ts', ...process.argv.slice(2)]),
  run(path.join(root, 'client'), [path.join(root, 'node_modules/vite/bin/vite.js'), 'dev']),
];
for (const part of parts) {
  part.on('exit', (code) => {
    for (const other of parts) other.kill('SIGTERM');
    process.exitCode ??= code ?? 0;
  });
}
// The terminal sends Ctrl-C to all of them; this process waits for the server to close its database.
process.on('SIGINT', () => undefined);
process.on('SIGTERM', () => {
  for (const part of parts) part.kill('SIGTERM');
});

function run(cwd: string, args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd, stdio: 'inherit' });
}
