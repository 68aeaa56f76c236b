import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Me } from '@learnflow/shared';
import { accountRoutes } from '../src/account/account.routes.ts';
import type { AccountDeps } from '../src/account/account.service.ts';
import { createAuth } from '../src/account/auth.ts';
import type { DemoTeacher } from '../src/account/demo-teacher.ts';
import { createFindCaller } from '../src/account/find-caller.ts';
import { Tries } from '../src/account/tries.ts';
import { type ClassEvents, createClassEvents } from '../src/classroom/class-events.ts';
import { type Clock, systemClock } from '../src/clock.ts';
import { createApp } from '../src/http/app.ts';
import type { Route } from '../src/http/route.ts';
import { silentLog } from '../src/log.ts';
import { createMetrics } from '../src/metrics.ts';
import { createOriginCheck } from '../src/origin.ts';
import type { Access, FindCaller } from '../src/room/access.port.ts';
import type { Db } from '../src/storage/database.ts';

/** The HTTP side of the product on a free port, with real accounts. */
export interface TestServer {
  url: string;
  server: Server;
  account: AccountDeps;
  events: ClassEvents;
  findCaller: FindCaller;
  routes: readonly Route[];
  close(): Promise<void>;
}

export interface TestServerOptions {
  db: Db;
  access?: Access;
  routes?: (account: AccountDeps) => Route[];
  demo?: (account: AccountDeps) => Promise<DemoTeacher>;
  clock?: Clock;
  clientDir?: string;
  trustProxy?: number;
}

/** Nobody belongs to any class; for tests of routes that ask for no right. */
const noAccess: Access = {
  toClass: () => Promise.reject(new Error('not wired')),
  toLesson: () => Promise.reject(new Error('not wired')),
  toMember: () => Promise.reject(new Error('not wired')),
  toRoom: () => Promise.reject(new Error('not wired')),
};

export async function startTestServer(options: TestServerOptions): Promise<TestServer> {
  const { db, clock = systemClock } = options;
  const events = createClassEvents();
  const auth = createAuth({ db, secret: 'x'.repeat(32), log: silentLog });
  const account: AccountDeps = { db, auth, clock, events, tries: new Tries(clock) };
  const findCaller = createFindCaller({ auth, events, clock });
  const demo = await options.demo?.(account);
  const routes = [...accountRoutes({ ...account, demo }), ...(options.routes?.(account) ?? [])];
  const app = createApp({
    db,
    clock,
    routes,
    findCaller,
    log: silentLog,
    metrics: createMetrics(),
    access: options.access ?? noAccess,
    isAllowedOrigin: createOriginCheck(undefined),
    clientDir: options.clientDir ?? '/nonexistent',
    trustProxy: options.trustProxy ?? 0,
  });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    server,
    account,
    events,
    findCaller,
    routes,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

export interface Answer<Body = unknown> {
  status: number;
  headers: Headers;
  body: Body;
}

/** One browser: keeps its cookies and sends its Origin. */
export class Device {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();

  constructor(url: string) {
    this.#url = url;
  }

  get cookie(): string {
    return [...this.#cookies].map((pair) => pair.join('=')).join('; ');
  }

  /** @param headers  replaces what a browser would send; an empty text leaves a header out */
  async call<Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer<Body>> {
    const sent = {
      origin: this.#url,
      cookie: this.cookie,
      'content-type': 'application/json',
      ...headers,
    };
    const response = await fetch(this.#url + path, {
      method,
      headers: Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== '')),
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    this.keep(response.headers.getSetCookie());
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (isJson ? JSON.parse(text) : text) as Body,
    };
  }

  /** Takes Set-Cookie lines as a browser does. */
  keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      if (/max-age=0/i.test(line)) this.#cookies.delete(pair.slice(0, at));
      else this.#cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
  }

  async me(): Promise<Me> {
    return (await this.call<Me>('GET', '/api/me')).body;
  }
}
