/**
 * `npm start`: makes sure that packages and pages are there, then runs the server with the project's own Node. Plain
 * JavaScript without dependencies, because on a fresh machine nothing else is there yet. Flags go to the server.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';

const oldestMajor = 20;
if (Number(process.versions.node.split('.')[0]) < oldestMajor) {
  console.error(
    `LearnFlow needs Node ${oldestMajor} or newer to start; this is ${process.version}. Install a newer one from nodejs.org.`,
  );
  process.exit(1);
}
const { buildClient, installPackages, nodeBinary, root } = await import('./prepare.mjs');

installPackages();
buildClient();

// The channel is what tells the server that this script is gone, however it went.
const server = spawn(
  nodeBinary(),
  [path.join(root, 'server', 'src', 'main.ts'), ...process.argv.slice(2)],
  { cwd: process.cwd(), stdio: ['inherit', 'inherit', 'inherit', 'ipc'] },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  // In a terminal the server gets Ctrl-C as well and counts both as one.
  process.on(signal, () => server.kill(signal));
}
// A signal to npm alone ends npm and its shell, not what they started.
const { ppid } = process;
if (process.env.npm_lifecycle_event !== undefined) {
  const watch = setInterval(() => {
    if (process.ppid === ppid) return;
    clearInterval(watch);
    server.kill('SIGTERM');
  }, 500);
}
server.on('error', (error) => {
  console.error(`The server could not be started: ${error.message}`);
  process.exit(1);
});
server.on('exit', (code, signal) => {
  process.exit(code ?? 128 + (constants.signals[signal] ?? 0));
});
