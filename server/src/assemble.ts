/**
 * The composition root: every part of the server wired to the others. Tests that must meet each route and each request,
 * whoever adds one, start the product from here too.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { askLimits, collabPath, type Grader, livePath, type Runner } from '@learnflow/shared';
import { accountRoutes } from './account/account.routes.ts';
import { createAuth } from './account/auth.ts';
import { createDemoTeacher, type DemoTeacher } from './account/demo-teacher.ts';
import { createFindCaller } from './account/find-caller.ts';
import { createGuests } from './account/guests.ts';
import { Tries } from './account/tries.ts';
import { ActivitySummaries } from './activity/activity-summaries.ts';
import { createAlertConsumer } from './alert/alert-consumer.ts';
import { AlertLag } from './alert/alert-lag.ts';
import { createAlertNews } from './alert/alert-news.ts';
import { HintDrafts, type HintDraftsOptions } from './alert/hint-drafts.ts';
import { alertRoutes } from './alert/alert.routes.ts';
import { createAskNews } from './ask/ask-news.ts';
import { AskWorker } from './ask/ask-worker.ts';
import { createModelUse } from './ask/model-use.ts';
import { hostAgent, makeReadable } from './bus/agent-host.ts';
import type { Agents } from './bus/agent.port.ts';
import { startStream } from './bus/stream.ts';
import { streamRoutes } from './bus/stream.routes.ts';
import { createClassEvents } from './classroom/class-events.ts';
import { classroomRoutes } from './classroom/classroom.routes.ts';
import { systemClock as clock } from './clock.ts';
import type { Closers } from './closers.ts';
import { createCollab } from './collab/collab.ts';
import { type Config, projectDir, version } from './config.ts';
import { Courses } from './course/courses.ts';
import { GradingWorker } from './grade/grading-worker.ts';
import { attemptsPerMinute } from './grade/work-deps.ts';
import { workRoutes } from './grade/work.routes.ts';
import { createHelpConsumer } from './help/help-consumer.ts';
import { RoomHelp } from './help/room-help.ts';
import { startCompactor } from './history/compact-rooms.ts';
import { historyRoutes } from './history/history.routes.ts';
import { Timelines } from './history/timelines.ts';
import { createApp } from './http/app.ts';
import { RateLimit } from './http/rate-limit.ts';
import type { Route } from './http/route.ts';
import { createDoor } from './lesson/door.ts';
import { joinRoutes } from './lesson/join.routes.ts';
import { lessonRoutes } from './lesson/lesson.routes.ts';
import { type Addresses, finishAnswers } from './listen.ts';
import { createLive } from './live/live.ts';
import type { Log } from './log.ts';
import { ClassExercises } from './made/class-exercises.ts';
import { makesPerMinute } from './made/made-deps.ts';
import { madeRoutes } from './made/made.routes.ts';
import { createMetrics } from './metrics.ts';
import { createPassesMore } from './model/paste-test.ts';
import { modelRoutes } from './model/model.routes.ts';
import { serverRoutes } from './operation/server.routes.ts';
import { ServerViews } from './operation/server-view.service.ts';
import { createOriginCheck } from './origin.ts';
import { createProgressConsumer } from './progress/progress-consumer.ts';
import { createProgressNews } from './progress/progress-news.ts';
import { progressForQuestion } from './progress/progress.service.ts';
import { progressRoutes } from './progress/progress.routes.ts';
import { quizRoutes } from './quiz/quiz.routes.ts';
import { createReviewConsumer } from './review/review-consumer.ts';
import { createAccess } from './room/access.service.ts';
import { DriverWatch } from './room/driver-watch.ts';
import { followRights } from './room/follow-rights.ts';
import { roomRoutes } from './room/room.routes.ts';
import { sessionSecretFile } from './storage/archive/secret.ts';
import type { Db } from './storage/database.ts';
import { onceWritten } from './storage/postgres-home.ts';

export interface AssemblyOptions {
  config: Config;
  db: Db;
  runner: Runner & Grader & { isUp(): boolean };
  agents: Agents;
  log: Log;
  /** Gets what has to be closed, in the order of its start. */
  closers: Closers;
  /** Whose class a simulated one is; absent: there is none. */
  demoTeacher?: string | undefined;
  /** Where people reach this server, as soon as that is known. */
  addresses: () => Addresses | undefined;
}

/** The whole server, which does not listen yet. */
export interface Assembly {
  server: Server;
  routes: readonly Route[];
  demo: DemoTeacher | undefined;
}

/** Wires the parts to each other. */
export async function assemble(options: AssemblyOptions): Promise<Assembly> {
  const { config, db, runner, agents, log, closers, demoTeacher, addresses } = options;
  const secret =
    config.authSecret ??
    (await onceWritten(join(config.dataDir, sessionSecretFile), () =>
      randomBytes(32).toString('hex'),
    ));
  const events = createClassEvents();
  const auth = createAuth({ db, secret, log });
  const demo =
    demoTeacher === undefined ? undefined : await createDemoTeacher(db, auth, demoTeacher);
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
  const activity = new ActivitySummaries({ db, documents, clock, log });
  closers.add('activity', () => activity.close());
  const timelines = new Timelines({ db, log, documents });
  closers.add('timelines', () => timelines.close());
  const files = await new Courses({ dir: config.coursesDir, log }).open();
  closers.add('courses', () => files.close());
  const courses = await new ClassExercises({ db, files, log }).open();
  closers.add('made exercises', () => courses.close());
  const worker = new GradingWorker({ db, grader: runner, courses, clock, log });
  closers.add('grading', () => worker.close());
  const isOpen = (roomId: string) => documents.peek(roomId) !== undefined;
  const compactor = startCompactor({ db, log, clock, isOpen });
  closers.add('compactor', () => compactor.close());
  for (const agent of agents.all) await makeReadable(db, agent, log);
  const closing = new AbortController();
  closers.add('exercise drafts', () => closing.abort());
  const alertNews = createAlertNews();
  const progressNews = createProgressNews();
  const progressDeps = { db, agents, courses, clock };
  const help = new RoomHelp({ db, agents, courses, clock });
  const consumers = [
    ...agents.all.filter((agent) => agent !== agents.progress).map(hostAgent),
    createProgressConsumer({ ...progressDeps, news: progressNews }),
    createAlertConsumer(alertNews),
    createHelpConsumer(help),
    createReviewConsumer({ agents, courses, announce: (id) => worker.announce(id) }),
  ];
  const stream = startStream({ db, clock, log, consumers });
  closers.add('stream', () => stream.close());
  const askNews = createAskNews();
  const answering: Omit<HintDraftsOptions, 'news'> = {
    ...{ db, documents, courses, clock, log, tutor: agents.tutor },
    progressOf: (memberId, topic) => progressForQuestion(progressDeps, memberId, topic),
    passesMoreOf: (question) => createPassesMore({ grader: runner, courses }, question),
  };
  const drafts = new HintDrafts({ ...answering, news: alertNews });
  closers.add('hint drafts', () => drafts.close());
  const asking = new AskWorker({
    ...answering,
    ...{ tutor: agents.tutor, news: askNews },
    use: createModelUse({ db, clock, model: agents.tutor.model }),
  });
  closers.add('asking', () => asking.close());
  const lag = new AlertLag({
    ...{ db, news: alertNews, clock, log },
    types: [...agents.struggle.types, 'learnflow.alert.raised.v1'],
  });
  closers.add('alert lag', () => lag.close());
  const live = createLive({
    server,
    db,
    access,
    findCaller,
    isAllowedOrigin,
    documents,
    runner,
    help,
    events,
    drivers,
    door,
    courses,
    worker,
    alertNews,
    asking: { news: askNews, worker: asking, rate: new RateLimit(askLimits.perMinute, clock) },
    progressNews,
    clock,
    log,
    registry,
  });
  worker.start();
  asking.start();
  closers.add('live', () => live.close());
  server.on('upgrade', (request, socket, head) => {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (path.startsWith(collabPath)) collab.handleUpgrade(request, socket, head);
    // socket.io takes its own; anything else has no business here.
    else if (!path.startsWith(`${livePath}/`)) socket.destroy();
  });

  const { dataDir, databaseUrl, runnerUrl } = config;
  const views = new ServerViews({
    ...{ db, clock, version, dataDir, databaseUrl, runnerUrl, runner },
    model: agents.tutor.model,
    addresses: () => {
      const { network = [], local } = addresses() ?? {};
      return local === undefined ? network : [...network, local];
    },
    collab: () => collab.levels(),
    live: () => live.levels(),
  });
  closers.add('server view', () => views.close());

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
  const routes = [
    ...accountRoutes({
      db,
      auth,
      clock,
      events,
      tries: new Tries(clock),
      demo,
      address: () => addresses()?.network[0],
    }),
    ...classroomRoutes(deps),
    ...lessonRoutes(deps),
    ...joinRoutes(deps),
    ...roomRoutes(deps),
    ...workRoutes({
      ...{ db, access, documents, courses, worker, clock, events },
      rate: new RateLimit(attemptsPerMinute, clock),
    }),
    ...madeRoutes({
      ...{ db, agents, tutor: agents.tutor, closing: closing.signal, grader: runner },
      ...{ exercises: courses, events, clock, log },
      random: deps.random,
      rate: new RateLimit(makesPerMinute, clock),
    }),
    ...historyRoutes({ db, access, documents, timelines }),
    ...serverRoutes({ views }),
    ...streamRoutes(stream),
    ...alertRoutes({ db, agents, clock }),
    ...modelRoutes({ db, clock, model: agents.tutor.model }),
    ...quizRoutes({ db, access, courses, clock, random: deps.random }),
    ...progressRoutes(progressDeps),
  ];
  const app = createApp({
    db,
    log,
    clock,
    metrics,
    access,
    findCaller,
    isAllowedOrigin,
    routes,
    clientDir: join(projectDir, 'client', 'build'),
    trustProxy: config.trustProxy,
  });
  return { server, routes, demo };
}
