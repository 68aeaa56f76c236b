import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { AppError, collabVersion, errorTable } from '@learnflow/shared';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import { RecentTimes } from '../operation/recent-times.ts';
import { RefusalLog } from '../refusal-log.ts';
import type { Access, Caller, FindCaller } from '../room/access.port.ts';
import { explainDamage } from '../storage/damaged-files.ts';
import type { Db } from '../storage/database.ts';
import { parseAddress, parseManyAddress, type RoomAddress } from './address.ts';
import type { CollabLevels, Documents, Whom } from './collab.port.ts';
import { Connection } from './connection.ts';
import { readFiles } from './edits.ts';
import { Feed } from './feed.ts';
import { defaultLimits, type Limits } from './limits.ts';
import { ManyRooms } from './many-rooms.ts';
import { createCollabMetrics } from './metrics.ts';
import { listEnded } from './persistence.ts';
import { Recovery } from './recovery.ts';
import { RoomSocket } from './room-socket.ts';
import { Rooms } from './rooms.ts';
import { SignInCheck } from './sign-in-check.ts';
import { Snapshots } from './snapshots.ts';
import { SocketWire, type Wire } from './wire.ts';
import { Writer } from './writer.ts';

export interface CollabOptions {
  db: Db;
  access: Pick<Access, 'toRoom'>;
  findCaller: FindCaller;
  /** Whether a page of this origin may open sockets here. */
  isAllowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  log: Logger;
  clock: Clock;
  registry: Registry;
  /** Which of these sign-ins are over; the database is asked unless a test knows better. */
  listEnded?: (sessionIds: readonly string[]) => Promise<Set<string>>;
  /** Other bounds than the product's, for tests and benchmarks. */
  limits?: Partial<Limits>;
}

export interface Collab {
  /** For upgrades whose path starts with `collabPath`. Refusals arrive as close codes, because browsers hide HTTP statuses. */
  handleUpgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  documents: Documents;
  levels(): CollabLevels;
  /** Takes no more work, stores what is left, and closes the sockets with 1012 so that clients come back. */
  close(): Promise<void>;
}

/** Who asks for a socket, as far as its request tells. */
interface Visitor {
  cookie: string | undefined;
  /** Its page belongs to this server. */
  isWelcome: boolean;
  ip: string | undefined;
}

/** WebSocket close code "service restart". */
const restartCode = 1012;
const minuteMs = 60_000;

/** The collaboration server: rooms of Yjs documents, stored before they are called saved. */
export function createCollab(options: CollabOptions): Collab {
  const { db, access, findCaller, clock } = options;
  const log = options.log.child({ part: 'collab' });
  const limits: Limits = { ...defaultLimits, ...options.limits };
  const feed = new Feed(log);
  const refusals = new RefusalLog({ log, clock });
  const connections = new Map<Connection, { roomId: string; cookie: string | undefined }>();
  /** Sockets with several rooms; each of those rooms has its entry in `connections`. */
  const shared = new Map<ManyRooms, { cookie: string | undefined }>();
  const metrics = createCollabMetrics(options.registry, {
    rooms: () => rooms.size,
    connections: () => connections.size,
    unsavedUpdates: () => rooms.unsaved,
  });
  const storeTimes = new RecentTimes(clock);
  const writer = new Writer({
    db,
    times: storeTimes,
    limits,
    metrics,
    log,
    onStorage: (ok) => {
      for (const connection of connections.keys()) connection.tellStorage(ok);
    },
  });
  const snapshots = new Snapshots({ db, log });
  const recovery = new Recovery({ db, clock, log, recoveryMs: limits.recoveryMs });
  const rooms = new Rooms({ db, writer, snapshots, limits, clock, log, feed, recovery });
  const server = new WebSocketServer<typeof RoomSocket>({
    noServer: true,
    maxPayload: limits.maxSocketFrameBytes,
    perMessageDeflate: false,
    WebSocket: RoomSocket,
  });
  let isClosing = false;
  /** Counts rechecks: a check that began before the last one may have seen rights that are gone. */
  let rechecks = 0;

  let beatAt = performance.now();
  const beat = setInterval(() => {
    const now = performance.now();
    const wasPaused = now - beatAt > 2 * limits.beatMs;
    beatAt = now;
    for (const each of [...connections.keys(), ...shared.keys()]) {
      if (wasPaused) each.forgiveSilence(now);
      each.beat(now);
    }
  }, limits.beatMs);

  const signIns = new SignInCheck({
    everyMs: limits.signInCheckMs,
    connections: () => [...connections.keys(), ...shared.keys()],
    listEnded: options.listEnded ?? ((ids) => listEnded(db, ids, clock.now())),
    log,
  });

  function accept(socket: RoomSocket, request: IncomingMessage): void {
    const { origin, host, cookie } = request.headers;
    const isWelcome = options.isAllowedOrigin(origin, host);
    const visitor: Visitor = { cookie, isWelcome, ip: request.socket.remoteAddress };
    const version = parseManyAddress(request.url ?? '');
    if (version !== undefined) return acceptMany(socket, version, visitor);
    connect(new SocketWire(socket, limits), parseAddress(request.url ?? ''), visitor);
  }

  function acceptMany(socket: RoomSocket, version: number, visitor: Visitor): void {
    const { cookie, isWelcome, ip } = visitor;
    const many = new ManyRooms({
      socket,
      limits,
      // Each room is checked like one with a socket of its own.
      open: (wire, address) => connect(wire, address, visitor),
    });
    shared.set(many, { cookie });
    void many.gone.then(() => shared.delete(many));
    if (isClosing) return many.closeWith(restartCode, 'unavailable');
    if (version !== collabVersion) return many.close('client.old');
    const refuse = (why: unknown): void => {
      refusals.note(why, { what: 'collab many', address: ip });
      closeFor(many, why);
    };
    if (!isWelcome) return refuse(originRefused());
    identify(many, cookie).catch(refuse);
  }

  /** A shared socket belongs to somebody from the first moment, also before a room is open on it. */
  async function identify(many: ManyRooms, cookie: string | undefined): Promise<void> {
    const caller = await findCaller({ cookie });
    if (!caller) throw signedOut();
    const others = [...shared.keys()].filter(
      (other) => other !== many && other.caller?.userId === caller.userId,
    );
    if (others.length >= limits.maxSharedSocketsPerUser) return many.close('too.many');
    many.caller = caller;
  }

  function connect(
    wire: Wire,
    address: RoomAddress | undefined,
    { cookie, isWelcome, ip }: Visitor,
  ): void {
    const roomId = address?.roomId;
    const connection = new Connection({
      ...{ wire, limits, metrics, feed },
      mode: address?.mode ?? 'watch',
      onRefused: (reason) =>
        refusals.note(reason, { what: 'collab update', userId: connection.userId, roomId }),
    });
    connections.set(connection, { roomId: address?.roomId ?? '', cookie });
    void connection.gone.then(() => connections.delete(connection));
    if (isClosing) return connection.closeWith(restartCode, 'unavailable');
    if (!address) return connection.close('not.found');
    if (address.version !== collabVersion) return connection.close('client.old');
    let caller: Caller | undefined;
    const refuse = (why: unknown): void => {
      const userId = caller?.userId;
      refusals.note(why, { what: 'collab open', userId, address: ip, roomId });
      closeFor(connection, why);
    };
    if (!isWelcome) return refuse(originRefused());
    const late = setTimeout(() => connection.close('unavailable'), limits.handshakeTimeoutMs);
    admit(connection, address, cookie, (known) => (caller = known))
      .catch(refuse)
      .finally(() => clearTimeout(late));
  }

  async function admit(
    connection: Connection,
    address: RoomAddress,
    cookie: string | undefined,
    onCaller: (caller: Caller) => void,
  ): Promise<void> {
    const { caller, place } = await check(address.roomId, cookie, onCaller);
    if (connection.state === 'closed') return;
    const own = [...connections.keys()].filter((other) => other.userId === caller.userId);
    if (own.length >= limits.maxConnectionsPerUser) return connection.close('too.many');
    connection.admit(caller, place);
    await recovery.ready();
    const room = await rooms.open(address.roomId);
    if (isClosing) return connection.closeWith(restartCode, 'unavailable');
    connection.enter(room, writer.isStoring);
  }

  /** Who is it, and what may they do in the room? Asked again when rights changed while it was being answered. */
  async function check(
    roomId: string,
    cookie: string | undefined,
    onCaller: (caller: Caller) => void = () => undefined,
  ) {
    for (;;) {
      const before = rechecks;
      const caller = await findCaller({ cookie });
      if (!caller) throw signedOut();
      onCaller(caller);
      const place = await access.toRoom(caller, roomId);
      if (before === rechecks) return { caller, place };
    }
  }

  /** Closes for an expected refusal with its code; for anything else (the database is away) with "come back later". */
  function closeFor(connection: Connection | ManyRooms, error: unknown): void {
    if (error instanceof AppError) return connection.closeWith(error.closeCode, error.code);
    const roomId = connection instanceof Connection && connections.get(connection)?.roomId;
    // Nobody gets in before somebody has repaired the files, so it says where and what to do.
    const damage = explainDamage(error);
    if (damage) log.error({ err: damage, roomId }, 'collab.files.damaged');
    else log.warn({ err: error, roomId }, 'collab.check.failed');
    connection.closeWith(errorTable.unavailable.close, 'unavailable');
  }

  async function recheck(who: Whom): Promise<void> {
    rechecks++;
    const isMeant = (connection: Connection): boolean => {
      if ('memberId' in who) return connection.memberId === who.memberId;
      if ('userId' in who) return connection.userId === who.userId;
      if ('lessonId' in who) return connection.access?.lessonId === who.lessonId;
      return connections.get(connection)?.roomId === who.roomId;
    };
    const meant = [...connections].filter(
      ([connection]) => connection.access && isMeant(connection),
    );
    const users =
      'userId' in who ? [...shared].filter(([{ caller }]) => caller?.userId === who.userId) : [];
    await Promise.all([
      ...users.map(([many, { cookie }]) =>
        identify(many, cookie).catch((error: unknown) => closeFor(many, error)),
      ),
      ...meant.map(async ([connection, { roomId, cookie }]) => {
        try {
          const { place } = await check(roomId, cookie);
          if (connection.state !== 'closed') connection.allow(place);
        } catch (error) {
          closeFor(connection, error);
        }
      }),
    ]);
  }

  async function close(): Promise<void> {
    isClosing = true;
    clearInterval(beat);
    signIns.close();
    // From here on frames are left unread: what the server has not taken, the clients still have.
    for (const connection of connections.keys()) connection.stopReading();
    rooms.flush();
    if (await writer.close())
      await recovery
        .end()
        .catch((error: unknown) => log.warn({ err: error }, 'collab.run.unclosed'));
    else log.error('collab.close.unsaved');
    const gone = [...connections.keys(), ...shared.keys()].map((each) => each.gone);
    for (const connection of connections.keys()) connection.closeWith(restartCode, 'unavailable');
    for (const many of shared.keys()) many.closeWith(restartCode, 'unavailable');
    await Promise.all(gone);
    await snapshots.close();
    rooms.close();
    server.close();
  }

  return {
    handleUpgrade: (request, socket, head) =>
      server.handleUpgrade(request, socket, head, (opened) => {
        opened.runOn(socket);
        accept(opened, request);
      }),
    levels: () => ({
      rooms: rooms.size,
      unsaved: rooms.unsaved,
      isStoring: writer.isStoring,
      store: storeTimes.summary(),
      lastStore: storeTimes.summary(minuteMs),
    }),
    documents: {
      events: feed.events,
      peek: (roomId) => rooms.peek(roomId)?.doc,
      files: async (roomId) => readFiles((await rooms.open(roomId)).doc),
      change: async (roomId, by, edit) => (await rooms.open(roomId)).change(by, edit),
      repair: (roomId) => rooms.repair(roomId),
      recheck,
    },
    close,
  };
}

const signedOut = () => new AppError('session.missing', 'Please sign in again.');
const originRefused = () =>
  new AppError('origin.refused', 'This page does not belong to this server.');
