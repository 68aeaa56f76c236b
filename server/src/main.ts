/**
 * The program: settings in, database and runner started, parts assembled, listens, shuts down.
 *
 * Parts are closed in the reverse order of their start, so that each stops before what it writes to: simulated class,
 * listening, live channel, collaboration (which stores what is left), runner, database, Postgres.
 */
import { agents, openModel } from '@learnflow/agents';
import { createExecutor } from '@learnflow/runner';
import type { Runner, Tutor } from '@learnflow/shared';
import { createSetupToken } from './account/account.service.ts';
import type { DemoTeacher } from './account/demo-teacher.ts';
import { assemble } from './assemble.ts';
import { bannerText, openBrowser } from './banner.ts';
import { systemClock as clock } from './clock.ts';
import { Closers } from './closers.ts';
import { type Config, plainEnvironment, readConfig, version } from './config.ts';
import { openDataFolder } from './data-folder.ts';
import { startDemoClass } from './demo-class.ts';
import { type Addresses, addressesOf, listen, stopListening } from './listen.ts';
import { createLog, type Log } from './log.ts';
import { createRunCode } from './model/run-code.ts';
import { onStopSignal } from './signals.ts';
import { StartError } from './start-error.ts';
import { openStorage } from './storage/connect.ts';
import { DatabaseUse } from './storage/database-use.ts';

/** Whose class the simulated one is. */
const demoTeacherName = 'Ms Adeyemi';

const closers = new Closers();
/** Where people reach this server; known once it listens. */
let addresses: Addresses | undefined;
let abandonDatabase = (): void => undefined;

onStopSignal(
  () => void stop(0),
  () => {
    abandonDatabase();
    process.exit(130);
  },
);
await start().catch(fail);

async function start(): Promise<void> {
  const config = readConfig(process.argv.slice(2));
  await openDataFolder(config.dataDir);
  const log = createLog({ target: config.log, level: config.logLevel, dataDir: config.dataDir });
  closers.log = log;
  process.on('uncaughtException', fail);

  const { databaseUrl, dataDir } = config;
  // Trying out the sandboxes takes as long as the database: side by side.
  const trying = createExecutor({
    driver: config.runnerDriver,
    image: config.runnerImage,
    environment: plainEnvironment(),
    url: config.runnerUrl,
    token: config.runnerToken,
    log,
  });
  const storage = await openStorage({ databaseUrl, dataDir, log, onLost: fail }).catch(
    async (error: unknown) => {
      await (await trying).close();
      throw error;
    },
  );
  abandonDatabase = () => storage.embedded?.abandon();
  closers.add('postgres', () => storage.embedded?.stop());
  closers.add('database', storage.close);
  const runner = await trying;
  closers.add('runner', () => runner.close());
  const use = await DatabaseUse.begin(storage.url, log);
  closers.add('database use', () => use.close());

  const { server, demo } = await assemble({
    ...{ config, db: storage.db, runner, log, closers },
    agents: { ...agents, tutor: await openTutor(config, runner, log) },
    demoTeacher: config.demo ? demoTeacherName : undefined,
    addresses: () => addresses,
  });
  const port = await listen(server, config.port, config.host);
  closers.add('listening', () => stopListening(server));
  addresses = addressesOf(config.host, port, config.publicUrl);
  log.info({ port, dataDir, driver: runner.report().driver }, 'server.ready');
  if (demo) await bringDemoClass(config, demo, addresses, log);
  if (closers.isClosing) return;

  const token = demo ? undefined : await createSetupToken(storage.db, clock);
  const setupLink = token === undefined ? undefined : `${addresses.local}/setup#${token}`;
  const demoLink = demo && `${addresses.local}/setup#demo=${demo.token}`;
  process.stdout.write(
    bannerText({
      ...addresses,
      setupLink,
      demo: demoLink
        ? { link: demoLink, students: config.demoStudents, code: demo?.lesson?.code }
        : undefined,
      runner: runner.report(),
    }),
  );
  if (config.open) openBrowser(setupLink ?? demoLink ?? addresses.local);
}

/** With a language model where one is set up; only then is anything of it loaded. */
async function openTutor(config: Config, runner: Runner, log: Log): Promise<Tutor> {
  const {
    modelUrl: baseUrl,
    modelName: model,
    modelKey: apiKey = '',
    promptsDir,
    traceUrl,
  } = config;
  if (baseUrl === undefined || model === undefined) {
    if (baseUrl !== undefined) log.warn({ missing: 'OPENAI_MODEL' }, 'model.unused');
    return agents.tutor;
  }
  const { model: opened, close } = await openModel({
    settings: { baseUrl, model, apiKey, maxTokens: config.modelTokens },
    ...{ promptsDir, traceUrl, version, runCode: createRunCode(runner) },
    onTrouble: (trouble) => log.warn(trouble, 'model.fell-back'),
    onProblem: (problem) => log.warn({ problem }, 'model.prompt.unused'),
  });
  closers.add('model', close);
  log.info({ model, host: new URL(baseUrl).host }, 'model.ready');
  return agents.createTutor({ model: opened });
}

async function bringDemoClass(
  config: Config,
  demo: DemoTeacher,
  { local }: Addresses,
  log: Log,
): Promise<void> {
  const simulated = startDemoClass({
    url: local.replace('localhost', '127.0.0.1'),
    token: demo.token,
    students: config.demoStudents,
    seed: config.demoSeed,
    speed: config.demoSpeed,
    onLine: (line) => log.info({ line }, 'demo.said'),
  });
  closers.add('demo', () => simulated.close());
  try {
    const { lessonId, code } = await simulated.opened;
    demo.lesson = { id: lessonId, code };
  } catch (error) {
    log.error({ err: error }, 'demo.failed');
  }
}

async function stop(exitCode: number): Promise<never> {
  closers.log?.info({ exitCode }, 'server.stopping');
  await closers.close();
  process.exit(exitCode);
}

/** A sentence for what the person at the terminal can mend, the whole error for what they cannot. */
function fail(error: unknown): void {
  if (error instanceof StartError) process.stderr.write(`\n${error.message}\n`);
  else if (closers.log) closers.log.fatal({ err: error }, 'server.failed');
  else process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  void stop(1);
}
