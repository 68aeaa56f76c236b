/**
 * `npm run agents -- --agent all --port 5000 --dapr-port 3500`: the agents as a service of their own, for a Dapr sidecar.
 * APP_API_TOKEN is what callers must say, DAPR_API_TOKEN what the sidecar wants to hear.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import path from 'node:path';
import { installPackages, nodeBinary, root } from './prepare.mjs';

installPackages();
const agents = spawn(
  nodeBinary(),
  [path.join(root, 'agents', 'src', 'main.ts'), ...process.argv.slice(2)],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => agents.kill(signal));
agents.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
