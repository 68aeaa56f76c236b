/**
 * `learnflow <command>`: what an operator does with the server's data. Plain JavaScript without dependencies, because on a
 * fresh machine nothing else is there yet. The commands are in server/src/operate.ts.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { installPackages, nodeBinary, root } from './prepare.mjs';

const [command, ...rest] = process.argv.slice(2);
if (command === 'start') {
  process.argv.splice(2, 1);
  await import('./start.mjs');
} else {
  installPackages();
  const args = [
    path.join(root, 'server', 'src', 'operate.ts'),
    ...(command === undefined ? [] : [command]),
    ...rest,
  ];
  const { status, error } = spawnSync(nodeBinary(), args, { stdio: 'inherit' });
  if (error) console.error(`The command could not be run: ${error.message}`);
  process.exitCode = status ?? 1;
}
