/** `npm run agents -- --agent all --port 5000 --dapr-port 3500`: the agents as a service of their own, beside a Dapr sidecar. */
import { answerers } from './agents.ts';
import { readSettings } from './http/settings.ts';
import { startAgents } from './http/start.ts';

/** One line for each event. */
const log = (event: string, about: Record<string, unknown> = {}): void => {
  process.stdout.write(`${JSON.stringify({ time: new Date().toISOString(), event, ...about })}\n`);
};

try {
  const settings = readSettings(process.argv.slice(2));
  const running = await startAgents(settings, { answerers, log });
  const { agent, host } = settings;
  log('agents.listening', { agent, host, port: running.port, daprPort: settings['dapr-port'] });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void running.close().then(() => log('agents.stopped')));
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
