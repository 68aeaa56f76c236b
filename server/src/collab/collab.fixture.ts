import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AppError,
  type channelsOf,
  messageType,
  type Refusal,
  type Role,
  type RoomRight,
  SharedSocket,
} from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { WebSocket } from 'ws';
import { Awareness } from 'y-protocols/awareness';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { systemClock } from '../clock.ts';
import type { Caller, RoomAccess } from '../room/access.port.ts';
import type { Db } from '../storage/database.ts';
import { type Collab, createCollab } from './collab.ts';
import type { Limits } from './limits.ts';
import { listUpdates } from './persistence.ts';
import { firstFileId } from './seed.ts';

/**
 * For tests of the collaboration server: a real server on a real port, the published y-websocket client, and a database
 * line that can be cut. Only identity is made up: people are cookies, and rights are a table in memory.
 */

export const goodOrigin = 'http://classroom.test';

export interface TestPerson {
  cookie: string;
  caller: Caller;
  memberId: string;
  role: Role;
}

/** Who exists and who may do what, in place of sessions and classes. */
export class TestDoor {
  readonly people = new Map<string, TestPerson>();
  readonly #rights = new Map<string, RoomRight | 'removed'>();
  readonly epoch = randomUUID();
  /** Awaited by every answer about a room after it has been decided: a slow database. */
  slowness: Promise<void> = Promise.resolve();
  asked = 0;

  person(name: string, role: Role = 'student'): TestPerson {
    const cookie = `who=${randomUUID()}`;
    const kind = role === 'student' ? 'student' : 'teacher';
    const caller = { userId: randomUUID(), sessionId: randomUUID(), kind, name } as const;
    const person = { cookie, caller, memberId: randomUUID(), role };
    this.people.set(cookie, person);
    return person;
  }

  allow(person: TestPerson, roomId: string, right: RoomRight | 'removed' = 'write'): void {
    this.#rights.set(`${person.caller.userId} ${roomId}`, right);
  }

  findCaller = ({ cookie }: { cookie?: string | undefined }): Promise<Caller | undefined> =>
    Promise.resolve(this.people.get(cookie ?? '')?.caller);

  /** Sign-ins that have expired; nobody tells the server. */
  readonly ended = new Set<string>();
  listEnded = (ids: readonly string[]): Promise<Set<string>> =>
    Promise.resolve(new Set(ids.filter((id) => this.ended.has(id))));

  toRoom = async (caller: Caller, roomId: string): Promise<RoomAccess> => {
    this.asked++;
    const right = this.#rights.get(`${caller.userId} ${roomId}`);
    const person = [...this.people.values()].find((each) => each.caller === caller);
    await this.slowness;
    if (!right || !person) throw new AppError('not.found', 'No such room.');
    if (right === 'removed') {
      throw new AppError('member.removed', 'You are no longer in this class.');
    }
    const { memberId, role } = person;
    return {
      classroomId: randomUUID(),
      lessonId: randomUUID(),
      ownerId: memberId,
      lessonState: 'running',
      seated: true,
      epoch: this.epoch,
      name: caller.name,
      ink: 3,
      memberId,
      role,
      roomId,
      right,
      pair: null,
    };
  };
}

export interface TestServer {
  door: TestDoor;
  collab: Collab;
  registry: Registry;
  url: string;
  /** Ends the collaboration server the orderly way. */
  close(): Promise<void>;
}

export async function startServer(
  db: Db,
  { door = new TestDoor(), limits = {}, port = 0 }: ServerOptions = {},
): Promise<TestServer> {
  const registry = new Registry();
  const collab = createCollab({
    db,
    access: { toRoom: door.toRoom },
    findCaller: door.findCaller,
    isAllowedOrigin: (origin) => origin === goodOrigin,
    listEnded: door.listEnded,
    log: pino({ level: 'silent' }),
    clock: systemClock,
    registry,
    limits: { groupMs: 5, retryMs: 50, ...limits },
  });
  const http = createServer();
  http.on('upgrade', (request, socket, head) => collab.handleUpgrade(request, socket, head));
  await listen(http, port);
  const url = `ws://127.0.0.1:${portOf(http)}/collab`;
  const close = async (): Promise<void> => {
    await collab.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
  };
  return { door, collab, registry, url, close };
}
export interface ServerOptions {
  door?: TestDoor;
  limits?: Partial<Limits>;
  port?: number;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
}
function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

export interface TestClient {
  doc: Y.Doc;
  provider: WebsocketProvider;
  awareness: Awareness;
  /** Last of each of the server's own messages. */
  heard: {
    saved: { stateVector: Uint8Array; frames: number }[];
    refusals: Refusal[];
    rights: RoomRight[];
    epochs: string[];
    storage: boolean[];
    order: number[];
  };
  closed: Promise<{ code: number; reason: string }>;
  text(): Y.Text;
  /** Everything this client has written is committed, says the server. */
  isSaved(): boolean;
  leave(): void;
}

export interface ClientOptions {
  roomId: string;
  person?: TestPerson;
  origin?: string;
  version?: string;
  mode?: 'watch';
  doc?: Y.Doc;
  /** Channels of a shared socket in place of a socket of its own. */
  channels?: ReturnType<typeof channelsOf>;
}

/**
 * One socket for several rooms, as this person's page has it.
 * @param onConnect  told of every real socket that is made for it
 */
export function openShared(
  server: { url: string },
  person: TestPerson,
  onConnect: () => void = () => undefined,
): SharedSocket {
  const headers = { origin: goodOrigin, cookie: person.cookie };
  return new SharedSocket(server.url, (url) => {
    onConnect();
    return new WebSocket(url, { headers });
  });
}

/** The unmodified y-websocket provider, with handlers for the server's own message types. */
export function openClient(server: { url: string }, options: ClientOptions): TestClient {
  const { roomId, person, origin = goodOrigin, version = '1', doc = new Y.Doc() } = options;
  const cookie = person?.cookie;
  class CookieSocket extends WebSocket {
    constructor(url: string, protocols?: string[]) {
      super(url, protocols ?? [], { headers: { origin, ...(cookie ? { cookie } : {}) } });
    }
  }
  const awareness = new Awareness(doc);
  const provider = new WebsocketProvider(server.url, roomId, doc, {
    connect: false,
    disableBc: true,
    awareness,
    params: { v: version, ...(options.mode ? { mode: options.mode } : {}) },
    WebSocketPolyfill: (options.channels ?? CookieSocket) as unknown as typeof globalThis.WebSocket,
    maxBackoffTime: 100,
  });
  const heard: TestClient['heard'] = {
    saved: [],
    refusals: [],
    rights: [],
    epochs: [],
    storage: [],
    order: [],
  };
  const on = (type: number, read: (decoder: decoding.Decoder) => void): void => {
    provider.messageHandlers[type] = (_encoder, decoder) => {
      heard.order.push(type);
      read(decoder);
    };
  };
  const json = (decoder: decoding.Decoder): unknown => JSON.parse(decoding.readVarString(decoder));
  on(messageType.saved, (decoder) => {
    const stateVector = decoding.readVarUint8Array(decoder).slice();
    heard.saved.push({ stateVector, frames: decoding.readVarUint(decoder) });
  });
  on(messageType.refused, (decoder) => heard.refusals.push(json(decoder) as Refusal));
  on(messageType.right, (decoder) =>
    heard.rights.push((json(decoder) as { right: RoomRight }).right),
  );
  on(messageType.epoch, (decoder) => heard.epochs.push(decoding.readVarString(decoder)));
  on(messageType.storage, (decoder) => heard.storage.push((json(decoder) as { ok: boolean }).ok));
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    provider.on('closed', resolve),
  );
  provider.connect();
  return {
    doc,
    provider,
    awareness,
    heard,
    closed,
    text: () => {
      const file = doc.getMap('files').get(firstFileId) as Y.Map<unknown>;
      return file.get('text') as Y.Text;
    },
    isSaved: () => {
      const last = heard.saved.at(-1);
      if (!last) return false;
      const stored = Y.decodeStateVector(last.stateVector);
      return (stored.get(doc.clientID) ?? 0) >= Y.getState(doc.store, doc.clientID);
    },
    leave: () => {
      provider.destroy();
      awareness.destroy();
    },
  };
}

/** Resolves with the open, synced client. */
export async function openSynced(
  server: { url: string },
  options: ClientOptions,
): Promise<TestClient> {
  const client = openClient(server, options);
  await new Promise<void>((resolve) => client.provider.once('sync', () => resolve()));
  return client;
}

/** A websocket without any Yjs, for frames that no honest client sends. */
export async function openRaw(
  server: { url: string },
  { roomId, person, query = 'v=1' }: { roomId: string; person: TestPerson; query?: string },
): Promise<{ socket: WebSocket; frames: Uint8Array[]; closed: Promise<number> }> {
  const socket = new WebSocket(`${server.url}/${roomId}?${query}`, {
    headers: { origin: goodOrigin, cookie: person.cookie },
  });
  const frames: Uint8Array[] = [];
  socket.on('message', (data) => frames.push(new Uint8Array(data as Buffer)));
  socket.on('error', () => undefined);
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  await new Promise((resolve) => socket.once('open', resolve));
  return { socket, frames, closed };
}

/** The text of a room as a fresh reading of its update log alone. */
export async function readLog(db: Db, roomId: string): Promise<Y.Doc> {
  const doc = new Y.Doc();
  for (let seq = 0; ;) {
    const { updates, isLast } = await listUpdates(db, roomId, seq);
    for (const update of updates) {
      Y.applyUpdate(doc, update.bytes);
      seq = update.seq;
    }
    if (isLast) return doc;
  }
}
export async function readLogText(db: Db, roomId: string): Promise<string> {
  const file = (await readLog(db, roomId)).getMap('files').get(firstFileId) as Y.Map<unknown>;
  return String(file.get('text'));
}
