import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  AppError,
  askLimits,
  type ClientToServer,
  collabPath,
  type DoorKnock,
  type Explainer,
  fileFields,
  filesKey,
  type LiveAck,
  type LiveReplies,
  type LiveRequest,
  type LiveRequestName,
  livePath,
  messageType,
  type Refusal,
  type RoomRight,
  type Runner,
  type ServerToClient,
} from '@learnflow/shared';
import { readVarString } from 'lib0/decoding';
import { Registry } from 'prom-client';
import { io, type Socket } from 'socket.io-client';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { TestPerson } from '../../test/world.ts';
import { type AlertNews, createAlertNews } from '../alert/alert-news.ts';
import { createAskNews } from '../ask/ask-news.ts';
import { AskWorker, type AskWorkerOptions } from '../ask/ask-worker.ts';
import { noModel } from '../ask/model-use.port.ts';
import { type ClassEvents, createClassEvents } from '../classroom/class-events.ts';
import { createCollab } from '../collab/collab.ts';
import { readFiles } from '../collab/edits.ts';
import { RateLimit } from '../http/rate-limit.ts';
import { silentLog } from '../log.ts';
import { RoomHelp } from '../help/room-help.ts';
import { createOriginCheck } from '../origin.ts';
import type { Caller } from '../room/access.port.ts';
import { createProgressNews, type ProgressNews } from '../progress/progress-news.ts';
import { createAccess } from '../room/access.service.ts';
import { DriverWatch } from '../room/driver-watch.ts';
import { followRights } from '../room/follow-rights.ts';
import type { Db } from '../storage/database.ts';
import { createLive, type Live, type LiveOptions } from './live.ts';

/** The live and the collaboration side of the product on a free port; only accounts are replaced by a list of cookies. */
export interface LiveWorld {
  url: string;
  live: Live;
  events: ClassEvents;
  registry: Registry;
  knocks: DoorKnock[];
  alertNews: AlertNews;
  progressNews: ProgressNews;
  /** Lets time pass for the server. */
  skip(ms: number): void;
  /** @returns a cookie that means this person until `signOut` */
  signIn(person: TestPerson): string;
  signOut(cookie: string): void;
  /** Connects; throws the AppError of a refused handshake. */
  connect(cookie: string, origin?: string): Promise<LiveClient>;
  /** Opens the document of a room, ready to type. */
  typist(cookie: string, roomId: string): Promise<Typist>;
  /** Ends all sockets, as a server that stops does; the database stays. */
  close(): Promise<void>;
}

export type LiveClient = Socket<ServerToClient, ClientToServer>;

/**
 * @param driverAwayMs  a driver whose document is closed for so long is away
 * @param explainer  what is said of runs and checks; nothing by default
 * @param asking  who answers questions; nobody by default
 */
export async function startLive(
  db: Db,
  runner: Runner,
  driverAwayMs?: number,
  explainer: Partial<Explainer> = {},
  asking?: Pick<AskWorkerOptions, 'tutor'> & Partial<Pick<AskWorkerOptions, 'use' | 'courses'>>,
): Promise<LiveWorld> {
  let skippedMs = 0;
  const clock = { now: () => Date.now() + skippedMs };
  const callers = new Map<string, Caller>();
  const knocks: DoorKnock[] = [];
  const clients: LiveClient[] = [];
  const typists: Typist[] = [];
  const server = createServer((_request, response) => response.writeHead(404).end());
  const events = createClassEvents();
  const drivers = new DriverWatch(driverAwayMs);
  const access = createAccess({ db, drivers });
  const findCaller = ({ cookie }: { cookie?: string | undefined }) =>
    Promise.resolve(callers.get(cookie ?? ''));
  const isAllowedOrigin = createOriginCheck(undefined);
  const registry = new Registry();
  const listEnded = (ids: readonly string[]): Promise<Set<string>> => {
    const valid = new Set([...callers.values()].map(({ sessionId }) => sessionId));
    return Promise.resolve(new Set(ids.filter((id) => !valid.has(id))));
  };
  const shared = { db, access, findCaller, listEnded, clock, log: silentLog, registry };
  const alertNews = createAlertNews();
  const progressNews = createProgressNews();
  const collab = createCollab({
    ...shared,
    isAllowedOrigin: (origin, host) => isAllowedOrigin({ headers: { origin, host } }),
  });
  followRights({ db, events, documents: collab.documents, drivers, log: silentLog });
  const agents: Explainer = {
    explain: () => undefined,
    explainMisconception: () => undefined,
    withoutLeaks: (explanation) => explanation,
    ...explainer,
  };
  const help = new RoomHelp({ db, agents, courses: noWork().courses, clock });
  const askNews = createAskNews();
  const askWorker = new AskWorker({
    ...{ db, documents: collab.documents, clock, log: silentLog, news: askNews },
    ...{ use: noModel, courses: noWork().courses, tutor: nobody, ...asking },
  });
  const rate = new RateLimit(askLimits.perMinute, clock);
  const live = createLive({
    ...shared,
    ...{ server, isAllowedOrigin, documents: collab.documents, runner, help, events, drivers },
    door: { list: () => [...knocks] },
    ...noWork(),
    alertNews,
    asking: { news: askNews, worker: askWorker, rate },
    progressNews,
  });
  if (asking) askWorker.start();
  server.on('upgrade', (request, socket, head) => {
    if (request.url?.startsWith(collabPath)) collab.handleUpgrade(request, socket, head);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  return {
    ...{ url, live, events, registry, knocks, alertNews, progressNews },
    skip: (ms) => {
      skippedMs += ms;
    },
    signIn: (person) => {
      const cookie = `who=${randomUUID()}`;
      callers.set(cookie, person.caller);
      return cookie;
    },
    signOut: (cookie) => void callers.delete(cookie),
    connect: async (cookie, origin = url) => {
      const client = connectSocket(url, cookie, origin);
      clients.push(client);
      await new Promise<void>((resolve, reject) => {
        client.on('connect', resolve);
        client.on('connect_error', (error) => {
          const { data } = error as { data?: { code: 'server.error'; message: string } };
          reject(data ? new AppError(data.code, data.message) : error);
        });
      });
      return client;
    },
    typist: async (cookie, roomId) => {
      const typist = new Typist(url, cookie, roomId);
      typists.push(typist);
      await typist.ready();
      return typist;
    },
    close: async () => {
      for (const client of clients) client.disconnect();
      for (const typist of typists) typist.close();
      drivers.close();
      await live.close();
      await askWorker.close();
      await collab.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const nobody: AskWorkerOptions['tutor'] = {
  model: null,
  ask: () => Promise.reject(new Error('Nobody answers here')),
};

/** A server without courses, on which nothing is ever attempted. */
export function noWork(): Pick<LiveOptions, 'courses' | 'worker'> {
  return { courses: { find: () => undefined }, worker: { events: new EventEmitter() } };
}

function connectSocket(url: string, cookie: string, origin: string): LiveClient {
  return io(url, {
    path: livePath,
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
    extraHeaders: { cookie, origin },
  });
}

/** @throws AppError with the server's refusal */
export async function ask<N extends LiveRequestName>(
  client: LiveClient,
  name: N,
  request: LiveRequest<N>,
): Promise<LiveReplies[N]> {
  const reply = await new Promise<LiveAck<LiveReplies[N]>>((resolve) => {
    const emit = client.emit.bind(client) as (event: string, ...args: unknown[]) => void;
    emit(name, request, resolve);
  });
  if (reply.ok) return reply.value;
  throw new AppError(reply.error.code, reply.error.message, reply.error.details);
}

/** @returns everything the client hears under this name from now on; each entry is the event's one argument */
export function heard<E extends keyof ServerToClient>(
  client: LiveClient,
  event: E,
): Parameters<ServerToClient[E]>[0][] {
  const all: Parameters<ServerToClient[E]>[0][] = [];
  const on = client.on.bind(client) as (event: string, listener: (one: never) => void) => void;
  on(event, (one) => all.push(one));
  return all;
}

/** Somebody with the document open. */
export class Typist {
  readonly doc = new Y.Doc();
  /** What the server said about the right, in order, and what it did not take. */
  readonly rights: RoomRight[] = [];
  readonly refusals: Refusal[] = [];
  readonly #provider: WebsocketProvider;

  constructor(url: string, cookie: string, roomId: string) {
    class SignedInSocket extends WebSocket {
      constructor(address: string) {
        super(address, { headers: { cookie, origin: url } });
      }
    }
    this.#provider = new WebsocketProvider(
      `${url.replace('http', 'ws')}${collabPath.slice(0, -1)}`,
      roomId,
      this.doc,
      {
        params: { v: '1' },
        disableBc: true,
        WebSocketPolyfill: SignedInSocket as unknown as typeof globalThis.WebSocket,
      },
    );
    const { messageHandlers } = this.#provider;
    for (const type of Object.values(messageType)) messageHandlers[type] ??= () => undefined;
    messageHandlers[messageType.right] = (_encoder, decoder) => {
      this.rights.push((JSON.parse(readVarString(decoder)) as { right: RoomRight }).right);
    };
    messageHandlers[messageType.refused] = (_encoder, decoder) => {
      this.refusals.push(JSON.parse(readVarString(decoder)) as Refusal);
    };
  }

  async ready(): Promise<void> {
    if (this.#provider.synced) return;
    await new Promise<void>((resolve) => this.#provider.once('sync', () => resolve()));
  }

  get isOpen(): boolean {
    return this.#provider.wsconnected;
  }

  /** The first in tab order, whatever order they came over the wire. */
  get fileId(): string {
    const [first] = readFiles(this.doc);
    if (first === undefined) throw new Error('The room has no file.');
    return first.id;
  }

  get text(): Y.Text {
    const file = this.doc.getMap<Y.Map<unknown>>(filesKey).get(this.fileId);
    const text = file?.get(fileFields.text);
    if (!(text instanceof Y.Text)) throw new Error('The file has no text.');
    return text;
  }

  /** Replaces the whole text, in one transaction. */
  write(text: string): void {
    this.doc.transact(() => {
      this.text.delete(0, this.text.length);
      this.text.insert(0, text);
    });
  }

  /** Puts the caret there, as an editor tells it. @param index  into the text */
  moveCaret(index: number): void {
    const place = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(this.text, index));
    this.#provider.awareness.setLocalState({
      file: this.fileId,
      selection: { anchor: place, head: place },
    });
  }

  close(): void {
    this.#provider.destroy();
    this.doc.destroy();
  }
}
