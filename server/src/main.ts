/**
 * The composition root: settings in, parts wired, listens, shuts down.
 *
 * Parts are closed in the reverse order of their start, so that each stops before what it writes to: simulated class,
 * listening, live channel, collaboration (which stores what is left), runner, database, Postgres.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { createExecutor } from '@learnflow/runner';
import { collabPath, type Grader, livePath, type Runner } from '@learnflow/shared';
import { accountRoutes } from './account/account.routes.ts';
import { createSetupToken } from './account/account.service.ts';
import { createAuth } from './account/auth.ts';
import { createDemoTeacher, type DemoTeacher } from './account/demo-teacher.ts';
import { createFindCaller } from './account/find-caller.ts';
import { createGuests } from './account/guests.ts';
import { Tries } from './account/tries.ts';
import { bannerText, openBrowser } from './banner.ts';
import { createClassEvents } from './classroom/class-events.ts';
import { classroomRoutes } from './classroom/classroom.routes.ts';
import { systemClock as clock } from './clock.ts';
import { Closers } from './closers.ts';
import { createCollab } from './collab/collab.ts';
import { type Config, plainEnvironment, projectDir, readConfig } from './config.ts';
import { Courses } from './course/courses.ts';
import { openDataFolder } from './data-folder.ts';
import { startDemoClass } from './demo-class.ts';
import { GradingWorker } from './grade/grading-worker.ts';
import { attemptsPerMinute } from './grade/work-deps.ts';
import { workRoutes } from './grade/work.routes.ts';
import { startCompactor } from './history/compact-rooms.ts';
import { historyRoutes } from './history/history.routes.ts';
import { Timelines } from './history/timelines.ts';
import { createApp } from './http/app.ts';
import { RateLimit } from './http/rate-limit.ts';
import { createDoor } from './lesson/door.ts';
import { joinRoutes } from './lesson/join.routes.ts';
import { lessonRoutes } from './lesson/lesson.routes.ts';
import { type Addresses, addressesOf, finishAnswers, listen, stopListening } from './listen.ts';
import { createLive } from './live/live.ts';
import { createLog, type Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { createOriginCheck } from './origin.ts';
import { createAccess } from './room/access.service.ts';
import { DriverWatch } from './room/driver-watch.ts';
import { followRights } from './room/follow-rights.ts';
import { roomRoutes } from './room/room.routes.ts';
import { onStopSignal } from './signals.ts';
import { StartError } from './start-error.ts';
import { sessionSecretFile } from './storage/archive/secret.ts';
import { openStorage, type Storage } from './storage/connect.ts';
import { onceWritten } from './storage/postgres-home.ts';

/** Whose class the simulated one is. */
const demoTeacherName = 'Ms Adeyemi';

const closers = new Closers();
/** Where students' devices reach this server; known once it listens. */
let networkAddress: string | undefined;
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
    environment: plainEnvironment(),
    url: config.runnerUrl,
    token: config.runnerToken,
    log,
  });
  const storage = await openStorage({ databaseUrl, dataDir, log }).catch(async (error: unknown) => {
    await (await trying).close();
    throw error;
  });
  abandonDatabase = () => storage.embedded?.abandon();
  closers.add('postgres', () => storage.embedded?.stop());
  closers.add('database', storage.close);
  const runner = await trying;
  closers.add('runner', () => runner.close());

  const { server, demo } = await assemble(config, storage, runner, log);
  const port = await listen(server, config.port, config.host);
  closers.add('listening', () => stopListening(server));
  const addresses = addressesOf(config.host, port, config.publicUrl);
  networkAddress = addresses.network[0];
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

/** Wires the parts to each other on a server that does not listen yet. */
async function assemble(config: Config, { db }: Storage, runner: Runner & Grader, log: Log) {
  const secret =
    config.authSecret ??
    (await onceWritten(join(config.dataDir, sessionSecretFile), () =>
      randomBytes(32).toString('hex'),
    ));
  const events = createClassEvents();
  const auth = createAuth({ db, secret, log });
  const demo = config.demo ? await createDemoTeacher(db, auth, demoTeacherName) : undefined;
  const findCaller = createFindCaller({ auth, events, clock });
  const guests = createGuests(auth);
  const drivers = new DriverWatch();
  closers.add('drivers', () => drivers.close());
  const access = createAccess({ db, drivers });
  const door = createDoor(clock);
  const isAllowedOrigin = createOriginCheck(config.publicUrl);
  const metrics = createMetrics();
  const { registry } = metrics;

  const server = createServer((request, response) => app(request, response));
  closers.add('connections', () => finishAnswers(server));
  const collab = createCollab({
    db,
    access,
    findCaller,
    isAllowedOrigin: (origin, host) => isAllowedOrigin({ headers: { origin, host } }),
    log,
    clock,
    registry,
  });
  closers.add('collab', () => collab.close());
  const { documents } = collab;
  followRights({ db, events, documents, drivers, log });
  const timelines = new Timelines({ db, log });
  closers.add('timelines', () => timelines.close());
  const courses = await new Courses({ dir: config.coursesDir, log }).open();
  closers.add('courses', () => courses.close());
  const worker = new GradingWorker({ db, grader: runner, courses, clock, log });
  closers.add('grading', () => worker.close());
  const isOpen = (roomId: string) => documents.peek(roomId) !== undefined;
  const compactor = startCompactor({ db, log, clock, isOpen });
  closers.add('compactor', () => compactor.close());
  const live = createLive({
    server,
    db,
    access,
    findCaller,
    isAllowedOrigin,
    documents,
    runner,
    events,
    drivers,
    door,
    courses,
    worker,
    clock,
    log,
    registry,
  });
  worker.start();
  closers.add('live', () => live.close());
  server.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith(collabPath)) collab.handleUpgrade(request, socket, head);
    // socket.io takes its own; anything else has no business here.
    else if (!path.startsWith(`${livePath}/`)) socket.destroy();
  });

  const deps = {
    db,
    clock,
    // Codes must not be guessable from earlier ones.
    random: () => randomInt(2 ** 40) / 2 ** 40,
    events,
    access,
    guests,
    door,
    presence: live.presence,
  };
  const app = createApp({
    db,
    log,
    clock,
    metrics,
    access,
    findCaller,
    isAllowedOrigin,
    routes: [
      ...accountRoutes({
        db,
        auth,
        clock,
        events,
        tries: new Tries(clock),
        demo,
        address: () => networkAddress,
      }),
      ...classroomRoutes(deps),
      ...lessonRoutes(deps),
      ...joinRoutes(deps),
      ...roomRoutes(deps),
      ...workRoutes({
        ...{ db, access, documents, courses, worker, clock, events },
        rate: new RateLimit(attemptsPerMinute, clock),
      }),
      ...historyRoutes({ db, access, documents, timelines, log }),
    ],
    clientDir: join(projectDir, 'client', 'build'),
    trustProxy: config.trustProxy,
  });
  return { server, demo };
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
