/**
 * `npm run runner -- --listen tcp://127.0.0.1:4100 --token-file secret`: the runner as a service of its own, for servers
 * started with RUNNER_URL and RUNNER_TOKEN. It is started with next to nothing of this terminal's environment, because
 * it runs programs nobody trusts.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { installPackages, nodeBinary, root } from './prepare.mjs';

installPackages();
const kept = ['PATH', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'DOCKER_HOST', 'XDG_RUNTIME_DIR'];
const env = Object.fromEntries(
  kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
);
const runner = spawn(
  nodeBinary(),
  [path.join(root, 'runner', 'src', 'executor', 'main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit', env },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => runner.kill(signal));
runner.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
