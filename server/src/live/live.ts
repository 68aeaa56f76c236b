import type { Server as HttpServer } from 'node:http';
import {
  AppError,
  type ClientToServer,
  livePath,
  type Runner,
  type ServerToClient,
} from '@learnflow/shared';
import type { Registry } from 'prom-client';
import { Server } from 'socket.io';
import type { AlertNews } from '../alert/alert-news.ts';
import type { AskDeps } from '../ask/ask.service.ts';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Clock } from '../clock.ts';
import type { Documents } from '../collab/collab.port.ts';
import { listEnded } from '../collab/persistence.ts';
import { toFailure } from '../http/failure.ts';
import type { Courses } from '../course/courses.ts';
import type { GradingWorker } from '../grade/grading-worker.ts';
import { findRunSettings } from '../grade/exercise-run-settings.ts';
import { listProgress } from '../grade/lesson-progress.ts';
import type { RoomHelp } from '../help/room-help.ts';
import type { Door } from '../lesson/door.port.ts';
import type { Log } from '../log.ts';
import { RecentTimes } from '../operation/recent-times.ts';
import type { IsAllowedOrigin } from '../origin.ts';
import { RefusalLog } from '../refusal-log.ts';
import type { ProgressNews } from '../progress/progress-news.ts';
import type { Access, FindCaller } from '../room/access.port.ts';
import type { DriverWatch } from '../room/driver-watch.ts';
import { RunService } from '../run/run.service.ts';
import type { Db } from '../storage/database.ts';
import { WallService } from '../wall/wall.service.ts';
import { createAlertChannel } from './alert-channel.ts';
import { createAskChannel } from './ask-channel.ts';
import { ChatChannel } from './chat-channel.ts';
import { feedClassEvents } from './class-feed.ts';
import { HandChannel } from './hand-channel.ts';
import { createHelpChannel } from './help-channel.ts';
import { channelOf, type LiveServer, type LiveSocket, type SocketState } from './live-socket.ts';
import { createLiveMetrics } from './metrics.ts';
import { feedProgress } from './progress-feed.ts';
import { createPairChannel } from './pair-channel.ts';
import type { LiveLevels } from './live.port.ts';
import type { Presence } from './presence.port.ts';
import { LivePresence } from './presence.ts';
import { handleRequests } from './request-handler.ts';
import { RoomChannel } from './room-channel.ts';
import { createRunChannel } from './run-channel.ts';
import { SessionCheck } from './session-check.ts';
import { closeSlowReaders } from './slow-readers.ts';
import { WallChannel } from './wall-channel.ts';
import { feedAttempts } from './work-feed.ts';

/** The largest request is a chat message of 2,000 characters. */
const maxRequestBytes = 64 * 1024;
/** A closed lid is noticed after twice this; the wall waits another 20 s before it says offline. */
const pingMs = 10_000;
const minuteMs = 60_000;

export interface LiveOptions {
  server: HttpServer;
  db: Db;
  access: Access;
  findCaller: FindCaller;
  isAllowedOrigin: IsAllowedOrigin;
  documents: Documents;
  runner: Runner;
  help: RoomHelp;
  events: ClassEvents;
  drivers: Pick<DriverWatch, 'isAway'>;
  door: Pick<Door, 'list'>;
  courses: Pick<Courses, 'find'>;
  /** What tells of attempts and verdicts. */
  worker: Pick<GradingWorker, 'events'>;
  alertNews: AlertNews;
  /** Questions of students and who answers them. */
  asking: Omit<AskDeps, 'db' | 'clock'>;
  progressNews: ProgressNews;
  clock: Clock;
  log: Log;
  registry: Registry;
  /** Which of these sign-ins are over; the database is asked unless a test knows better. */
  listEnded?: (sessionIds: readonly string[]) => Promise<Set<string>>;
}

export interface Live {
  presence: Presence;
  levels(): LiveLevels;
  /** Stops programs, stores their ends and closes all sockets; clients come back by themselves. */
  close(): Promise<void>;
}

/** The live side of the class on one socket.io server: rooms, chat, hands, runs and the wall. */
export function createLive(options: LiveOptions): Live {
  const { server, db, access, documents, runner, events, door, help, clock, registry } = options;
  const log = options.log.child({ part: 'live' });
  const io: LiveServer = new Server<
    ClientToServer,
    ServerToClient,
    Record<string, never>,
    SocketState
  >(server, {
    path: livePath,
    serveClient: false,
    transports: ['websocket'],
    // Other sockets of this server have paths of their own.
    destroyUpgrade: false,
    maxHttpBufferSize: maxRequestBytes,
    pingInterval: pingMs,
    pingTimeout: pingMs,
    connectTimeout: pingMs,
  });
  const presence = new LivePresence();
  const refusals = new RefusalLog({ log, clock });
  const startTimes = new RecentTimes(clock);
  const runs = new RunService({
    ...{ db, documents, runner, clock, log, startTimes },
    withEnd: (trx, ended) => help.ended(trx, ended),
    findSettings: (roomId, file) => findRunSettings({ db, courses: options.courses }, roomId, file),
  });
  const isHere = (lessonId: string, memberId: string): boolean =>
    presence.here(lessonId).has(memberId);
  const wall = new WallService({
    ...{ db, documents, runs, isHere, clock, log },
    listProgress: (lessonId) => listProgress({ db, courses: options.courses }, lessonId),
  });
  const stopAttempts = feedAttempts(options.worker.events, { io, wall });
  const stopProgress = feedProgress(options.progressNews, io);
  const metrics = createLiveMetrics(registry, { io, runs });
  const sessions = new SessionCheck({
    ...{ io, findCaller: options.findCaller, access, clock, log },
    listEnded: options.listEnded ?? ((ids) => listEnded(db, ids, clock.now())),
  });
  const chat = new ChatChannel({ io, db, access });
  const hands = new HandChannel({ io, db, access, events, clock });
  const rooms = new RoomChannel({
    ...{ io, db, access, presence, wall, runs, chat, hands, help, clock, log },
  });
  const walls = new WallChannel({
    ...{ io, db, access, door, presence, wall, metrics, clock, log },
    ...{ alertNews: options.alertNews, askNews: options.asking.news },
  });
  const asks = createAskChannel({ io, db, access, clock, ...options.asking });
  const alerts = createAlertChannel({ io, db, access, help, news: options.alertNews, clock });
  const handlers = {
    ...alerts.handlers,
    ...asks.handlers,
    ...rooms.handlers,
    ...walls.handlers,
    ...chat.handlers,
    ...hands.handlers,
    ...createPairChannel({ db, access, events, drivers: options.drivers }),
    ...createRunChannel({ io, access, runs, clock }),
    ...createHelpChannel({ io, access, runs, help }),
  };
  const stopFeed = feedClassEvents({
    ...{ io, events, presence, wall, walls, rooms, hands, sessions, log },
  });
  const stopLooking = closeSlowReaders(io, log);
  const onDocument = rooms.seeInDocument.bind(rooms);
  documents.events.on('presence', onDocument);
  /** What each open socket still has to do when it goes. */
  const leaving = new Map<string, () => Promise<void>>();
  rooms.endLostVisits().catch((error: unknown) => log.error({ err: error }, 'visits.unended'));

  io.use((socket, next) => {
    admit(socket, options).then(
      () => next(),
      (error: unknown) => {
        refusals.note(error, { what: 'connect', address: socket.handshake.address });
        next(asHandshakeError(error, log));
      },
    );
  });
  io.on('connection', (socket) => {
    void socket.join(channelOf.user(socket.data.caller.userId));
    const isSignedIn = (asked: LiveSocket): Promise<boolean> => sessions.isSignedIn(asked);
    const queue = handleRequests(socket, { handlers, isSignedIn, refusals, clock, log });
    // In line after what the socket asked last: a room entered while the connection broke is left again.
    const leave = (): Promise<void> =>
      queue(async () => {
        await rooms.leaveAll(socket);
        await walls.unwatchAll(socket);
      });
    leaving.set(socket.id, leave);
    socket.on('disconnect', () => void leave().finally(() => leaving.delete(socket.id)));
  });

  return {
    presence,
    levels: () => ({
      people: new Set([...io.sockets.sockets.values()].map(({ data }) => data.caller.userId)).size,
      running: runs.running - runs.waiting,
      waiting: runs.waiting,
      start: startTimes.summary(),
      lastStart: startTimes.summary(minuteMs),
    }),
    close: async () => {
      stopLooking();
      sessions.close();
      await runs.close();
      await Promise.all([...leaving.values()].map((leave) => leave()));
      stopFeed();
      stopAttempts();
      stopProgress();
      alerts.close();
      asks.close();
      documents.events.off('presence', onDocument);
      walls.close();
      await wall.close();
      // Not `disconnectSockets`: clients take that as final and would not come back to the next server.
      io.engine.close();
    },
  };
}

/** Who may open a socket: pages of this server, with a session. */
async function admit(
  socket: LiveSocket,
  { isAllowedOrigin, findCaller, clock }: LiveOptions,
): Promise<void> {
  if (!isAllowedOrigin(socket.request)) {
    throw new AppError('origin.refused', 'This page does not belong to this server. Reload it.');
  }
  const caller = await findCaller({ cookie: socket.handshake.headers.cookie });
  if (!caller) {
    throw new AppError('session.missing', 'You are not signed in on this device. Join again.');
  }
  const now = clock.now();
  Object.assign(socket.data, { caller, checkedAt: now, rooms: new Map(), walls: new Map() });
}

/** socket.io hands `data` to the client's `connect_error`. */
function asHandshakeError(error: unknown, log: Log): Error {
  const body = toFailure(error, log).body.error;
  return Object.assign(new Error(body.code), { data: body });
}
