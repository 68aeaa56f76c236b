/**
 * Lets a page be loaded again without a network. Browsers allow it on https and on this machine only.
 *
 *  1. A page that stands tells which of its parts it used (`keep`). They are in the browser's own cache already, so keeping
 *     them costs no traffic; the page itself joins them last, so that what is kept always fits together.
 *  2. Opening a page asks the server first: whoever has a network never sees an old version. Only when no answer comes is
 *     the kept page shown.
 *  3. Parts have a hash in their name and are taken from what is kept. The parts of the version before stay as well: a
 *     page that is still open may fetch some later.
 *
 * Never answer /api, /collab or /live from here: what a room holds is kept by the room's own copy, and rights change.
 */
import { self } from '$app/service-worker';
import type { KeepMessage } from './keep.ts';

const cachePrefix = 'learnflow-';
const partsPath = '/_app/immutable/';
const shellPath = '/';
/** A server that has not begun to answer by then is as good as away; its network may swallow everything. */
const answerWithinMs = 4_000;
const keptVersions = 2;

self.addEventListener('install', () => void self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', (event) => {
  const message = event.data as Partial<KeepMessage> | null;
  if (message?.kind === 'keep' && Array.isArray(message.parts)) {
    event.waitUntil(keep(message.parts.map(String)).catch(() => undefined));
  }
});
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== location.origin) return;
  if (request.mode === 'navigate') {
    if (!isServers(pathname)) event.respondWith(page(event));
  } else if (pathname.startsWith(partsPath)) event.respondWith(part(event));
});

async function takeOver(): Promise<void> {
  // The question to the server then starts before this worker does.
  await self.registration.navigationPreload?.enable();
  await self.clients.claim();
}

/** Addresses that are no pages, although one may open them like one. */
function isServers(pathname: string): boolean {
  return /^\/(api|openapi\.json|collab|live|livez|readyz|metrics)(\/|$)/.test(pathname);
}

async function page(event: FetchEvent): Promise<Response> {
  const asked = ask(event);
  const late = new Promise<undefined>((resolve) => setTimeout(resolve, answerWithinMs));
  const answer = await Promise.race([asked.catch(() => undefined), late]);
  // What stands before the server may answer for it while it is away.
  if (answer && answer.status < 500) return answer;
  return (await keptShell()) ?? asked;
}

async function ask(event: FetchEvent): Promise<Response> {
  const preloaded = (await event.preloadResponse) as Response | undefined;
  return preloaded ?? fetch(event.request);
}

async function part(event: FetchEvent): Promise<Response> {
  const kept = await caches.match(event.request);
  if (kept) return kept;
  const answer = await fetch(event.request);
  // Fetched later than the rest, e.g. the other editor: as good as told.
  const newest = (await versions()).at(-1);
  if (answer.ok && newest !== undefined) {
    const copy = answer.clone();
    event.waitUntil(caches.open(newest).then((cache) => cache.put(event.request, copy)));
  }
  return answer;
}

async function keep(addresses: string[]): Promise<void> {
  const parts = addresses.filter((address) => new URL(address).pathname.startsWith(partsPath));
  const entry = parts.find((address) => address.includes('/entry/start.'));
  if (entry === undefined) return;
  const shell = await fetch(shellPath, { cache: 'no-cache' });
  const entryPath = new URL(entry).pathname;
  // The server has a newer version by now: this page's successor will tell about that one.
  if (!shell.ok || !(await shell.clone().text()).includes(entryPath)) return;

  const name = `${cachePrefix}${entryPath.split('/').at(-1)}`;
  const cache = await caches.open(name);
  for (const address of new Set(parts)) {
    if (!(await cache.match(address))) await cache.add(address);
  }
  await cache.put(shellPath, shell);
  const old = (await versions()).filter((each) => each !== name).slice(0, 1 - keptVersions);
  for (const each of old) await caches.delete(each);
}

async function keptShell(): Promise<Response | undefined> {
  for (const name of (await versions()).reverse()) {
    const shell = await (await caches.open(name)).match(shellPath);
    if (shell) return shell;
  }
  return undefined;
}

/** @returns the kept versions, in the order in which they came */
async function versions(): Promise<string[]> {
  return (await caches.keys()).filter((name) => name.startsWith(cachePrefix));
}
