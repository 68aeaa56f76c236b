import { Agent, request } from 'node:http';
import { type Right, rights } from '@learnflow/shared';
import type { Route } from '../../src/http/route.ts';
import { limitOf, mayInClass, mayInRoom, type Tally } from './expectation.ts';
import { payloadsOf } from './payload.ts';
import type { TestProduct } from './product.ts';
import type { Place, Somebody } from './school.ts';

const refusals = [
  'session.missing',
  'forbidden',
  'member.removed',
  'not.found',
  'lesson.ended',
] as const;

/** What has no effect on anything of others, and says so by doing nothing. */
const harmless = ['/api/lessons/:lessonId/admit'];

/** What somebody with less than the whole right in their own room may still ask for there; anything else changes it. */
const mayWith = {
  watch: [],
  held: [],
  navigate: ['/api/rooms/:roomId/work/open', 'check /api/rooms/:roomId/work/attempts'],
} as const satisfies Record<string, readonly string[]>;

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** Everybody at every route of every place, with every kind of body; what they may do is left out. */
export async function tryRoutes(
  product: TestProduct,
  who: Somebody,
  place: Place,
  tally: Tally,
): Promise<void> {
  const tries: Promise<void>[] = [];
  for (const route of product.routes) {
    if (route.access === 'public') continue;
    const path = route.path.replace(/:(\w+)/g, (_, id: string) => place.ids[id] ?? id);
    for (const body of route.body ? payloadsOf(route.body, place.ids) : [undefined]) {
      if (maySucceed(who, place, route, body)) continue;
      tries.push(tryOne(product, { who, place, route, path, body }, tally));
    }
  }
  await Promise.all(tries);
}

/** Somebody where they belong, with the ids of things that belong elsewhere: `own` room, attempt of `other` room. */
export async function tryMixedIds(
  product: TestProduct,
  who: Somebody,
  { own, other }: { own: Place; other: Place },
  tally: Tally,
): Promise<void> {
  for (const route of product.routes) {
    if (route.access === 'public' || harmless.includes(route.path)) continue;
    const path = route.path.replace(/:(\w+)/g, (_, id: string) => {
      const isPlace = ['classId', 'lessonId', 'roomId'].includes(id);
      return (isPlace ? own : other).ids[id] ?? id;
    });
    const inPath = route.path.includes(':') ? {} : { classId: own.ids['classId'] ?? '' };
    const ids = { ...other.ids, ...inPath };
    for (const body of route.body ? payloadsOf(route.body, ids) : [undefined]) {
      const sent = path + JSON.stringify(body ?? {});
      const isMixed = Object.entries(other.ids).some(
        ([name, id]) => id !== own.ids[name] && sent.includes(id),
      );
      if (!isMixed || !maySucceed(who, own, route, body)) continue;
      await tryOne(product, { who, place: other, route, path, body }, tally);
    }
  }
}

async function tryOne(
  product: TestProduct,
  asked: { who: Somebody; place: Place; route: Route; path: string; body: object | undefined },
  tally: Tally,
): Promise<void> {
  const { who, place, route, path, body } = asked;
  const answer = await call(product, who, route.method.toUpperCase(), path, body);
  tally.attempts++;
  // The class is at work already: refused before anybody asks whose the lesson is.
  if (answer.code === 'lesson.busy') return;
  tally.lines++;
  if (refusals.some((code) => answer.code === code) && answer.status >= 400) return;
  const what = `${route.method} ${route.path} ${JSON.stringify(body ?? {})}`;
  tally.leaks.push(`${who.label} in ${place.label}: ${what}: ${answer.status} ${answer.code}`);
}

function maySucceed(who: Somebody, place: Place, route: Route, body?: object): boolean {
  const { access, path, method } = route;
  if (!who.isSignedIn) return false;
  if (access === 'session') return true;
  if (access === 'teacher') {
    if (who.kind !== 'teacher') return false;
    const isAboutPlace =
      body !== undefined && JSON.stringify(body).includes(place.ids['classId'] ?? '');
    return !isAboutPlace || mayInClass(who, place, 'class.manage');
  }
  const right = access as Right;
  if (!(right in rights)) throw new Error(`Unknown right ${right}`);
  if (!path.includes(':roomId')) return mayInClass(who, place, right);
  if (!mayInRoom(who, place, right)) return false;
  const limit = limitOf(who, place);
  if (limit === undefined || method === 'get') return true;
  const { kind } = (body ?? {}) as { kind?: string };
  const name = kind === undefined ? path : `${kind} ${path}`;
  return (mayWith[limit] as readonly string[]).includes(name);
}

function call(
  { port, url }: TestProduct,
  who: Somebody,
  method: string,
  path: string,
  body: object | undefined,
): Promise<{ status: number; code: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      origin: url,
      cookie: who.cookie,
      'content-type': 'application/json',
      // Everybody has an address of their own, as the proxy says.
      'x-forwarded-for': addressOf(who.label),
    };
    const asked = request({ agent, host: '127.0.0.1', port, method, path, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => {
        const { error } = JSON.parse(text) as { error?: { code: string } };
        resolve({ status: response.statusCode ?? 0, code: error?.code ?? '' });
      });
    });
    asked.on('error', reject);
    asked.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function addressOf(label: string): string {
  const sum = [...label].reduce((at, char) => (at * 31 + char.charCodeAt(0)) % 65_536, 7);
  return `10.1.${sum >> 8}.${sum & 255}`;
}
