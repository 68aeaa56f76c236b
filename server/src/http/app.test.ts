import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppError } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createGuests } from '../account/guests.ts';
import type { Access, Membership } from '../room/access.port.ts';
import { Device, startTestServer, type TestServer } from '../../test/http.ts';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { openDatabase } from '../storage/database.ts';
import { EmbeddedPostgres } from '../storage/embedded-postgres.ts';
import { migrate } from '../storage/migrate.ts';
import { type Route, route } from './route.ts';

const classId = '11111111-1111-4111-8111-111111111111';
const example = { text: '<script>alert(1)</script>' };
const plain = { example, summary: 'A test.', handle: () => Promise.resolve({ done: true }) };
const testRoutes: Route[] = [
  { ...plain, method: 'get', path: '/api/test/session', access: 'session' },
  { ...plain, method: 'get', path: '/api/test/teacher', access: 'teacher' },
  { ...plain, method: 'post', path: '/api/test/classes/:classId', access: 'class.manage' },
  { ...plain, method: 'get', path: '/api/test/classes/:classId/room', access: 'room.work' },
  { ...plain, method: 'get', path: '/api/test/rare', access: 'public', limitPerMinute: 2 },
  {
    ...plain,
    method: 'get',
    path: '/api/test/broken',
    access: 'public',
    handle: () => Promise.reject(new Error('password=hunter2')),
  },
  route({
    method: 'post',
    path: '/api/test/echo',
    summary: 'A test.',
    access: 'public',
    example,
    body: z.object({ name: z.string().min(1, 'Type a name.'), age: z.number().optional() }),
    handle: ({ body }) => Promise.resolve(body),
  }),
];

/** A student of one class, nobody in any other. */
const membership: Membership = {
  classroomId: classId,
  memberId: classId,
  role: 'student',
  name: 'Maya',
  ink: 0,
};
const notFound = () => Promise.reject(new AppError('not.found', 'There is no such class.'));
const access: Access = {
  toClass: (_caller, id) => (id === classId ? Promise.resolve(membership) : notFound()),
  toLesson: notFound,
  toMember: notFound,
  toRoom: notFound,
};

let database: TestDatabase;
let server: TestServer;
let clientDir: string;
let guest: Device;

beforeAll(async () => {
  clientDir = await mkdtemp(join(tmpdir(), 'learnflow-pages-'));
  await mkdir(join(clientDir, '_app/immutable'), { recursive: true });
  await writeFile(
    join(clientDir, '200.html'),
    `<meta http-equiv="content-security-policy" content="script-src 'self' 'sha256-AAAA+/='; object-src 'none'"><p>pages`,
  );
  await writeFile(join(clientDir, '_app/immutable/start.js'), 'export {}');
  database = await createTestDatabase();
  server = await startTestServer({ db: database.db, access, clientDir, routes: () => testRoutes });
  guest = new Device(server.url);
  guest.keep((await createGuests(server.account.auth).create('Maya', {})).cookies);
});
afterAll(async () => {
  await server.close();
  await database.close();
  await rm(clientDir, { recursive: true, force: true });
});

test('every route that is not public refuses somebody without a session', async () => {
  const closed = server.routes.filter((one) => one.access !== 'public');
  expect(closed.length).toBeGreaterThan(3);
  for (const { method, path } of closed) {
    const place = path.replace(/:\w+/g, classId);
    const answer = await new Device(server.url).call(method.toUpperCase(), place);
    expect([path, answer.status]).toEqual([path, 401]);
    expect(answer.body).toMatchObject({ error: { code: 'session.missing' } });
  }
});

test.each([
  ['GET', '/api/test/session', 200, undefined],
  ['GET', '/api/test/teacher', 403, 'forbidden'],
  ['POST', `/api/test/classes/${classId}`, 403, 'forbidden'],
  ['GET', `/api/test/classes/${classId}/room`, 200, undefined],
  ['GET', '/api/test/classes/22222222-2222-4222-8222-222222222222/room', 404, 'not.found'],
  ['GET', '/api/test/classes/not-a-uuid/room', 404, 'not.found'],
  ['GET', '/api/test/classes/%ff/room', 404, 'not.found'],
])('a student who asks %s %s gets %i', async (method, path, status, code) => {
  const answer = await guest.call<{ error?: { code: string } }>(method, path);
  expect(answer.body.error?.code).toBe(code);
  expect(answer.status).toBe(status);
});

test.each([
  ['another site', 'https://evil.example'],
  ['the same host on another port', 'http://127.0.0.1:1'],
  ['no Origin at all', ''],
  ['a sandboxed frame', 'null'],
])('a change asked by %s is refused', async (_who, origin) => {
  const answer = await guest.call('POST', '/api/test/echo', { name: 'Maya' }, { origin });
  expect(answer).toMatchObject({ status: 403, body: { error: { code: 'origin.refused' } } });
});

test.each([
  ['a missing field', {}, 400, /name: /],
  ['a field with a sentence of its own', { name: '' }, 400, /^Type a name\.$/],
  ['text that is not JSON', '{"name":', 400, /JSON/],
  ['more than the limit', { name: 'x'.repeat(70_000) }, 413, /too much/],
])('%s is refused with a sentence', async (_what, body, status, sentence) => {
  const answer = await guest.call<{ error: { message: string } }>('POST', '/api/test/echo', body);
  expect(answer.status).toBe(status);
  expect(answer.body.error.message).toMatch(sentence);
});

test('a form of another page cannot pass as JSON', async () => {
  const answer = await guest.call('POST', '/api/test/echo', '{"name":"x"}', {
    'content-type': 'text/plain',
  });
  expect(answer.status).toBe(400);
});

test('too many requests of one address wait as long as they are told', async () => {
  const device = new Device(server.url);
  const statuses = [];
  for (let i = 0; i < 3; i += 1) statuses.push((await device.call('GET', '/api/test/rare')).status);
  expect(statuses).toEqual([200, 200, 429]);
  const answer = await device.call('GET', '/api/test/rare');
  expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(answer.body).toMatchObject({ error: { code: 'too.many', details: { s: 30 } } });
});

test('an unexpected failure shows a number and nothing of its inside', async () => {
  const answer = await guest.call('GET', '/api/test/broken');
  expect(answer.status).toBe(500);
  expect(JSON.stringify(answer.body)).not.toContain('hunter2');
  expect(answer.body).toMatchObject({ error: { code: 'server.error', details: { id: /./ } } });
});

test('openapi.json and the API page list every route, escaped', async () => {
  const { body } = await guest.call<{ paths: Record<string, Record<string, unknown>> }>(
    'GET',
    '/openapi.json',
  );
  const page = await guest.call<string>('GET', '/api');
  for (const { method, path } of server.routes) {
    const entry = body.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method];
    expect(entry).toMatchObject({ responses: { '200': { description: 'Done' } } });
    expect(page.body).toContain(`${method.toUpperCase()} ${path}`);
  }
  expect(body.paths['/api/setup']?.['post']).toMatchObject({
    requestBody: {
      content: { 'application/json': { schema: { required: ['token', 'name', 'passphrase'] } } },
    },
  });
  expect(page.body).not.toContain('<script>');
});

test('every answer carries the security headers, with the hashes of the pages’ own scripts', async () => {
  for (const path of ['/', '/api/me', '/nowhere.png', '/livez']) {
    const { headers } = await guest.call('GET', path);
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'self' 'wasm-unsafe-eval' 'sha256-AAAA\+\/='/);
    expect(/script-src[^;]*/.exec(policy)?.[0]).not.toContain('unsafe-inline');
    expect(policy).toContain(`frame-ancestors 'none'`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    expect(headers.get('x-powered-by')).toBeNull();
  }
});

test('serves the pages for any address of theirs, keeps hashed files, and answers unknown API addresses in JSON', async () => {
  expect((await guest.call('GET', '/lesson/abc')).body).toContain('pages');
  expect((await guest.call('GET', '/')).headers.get('cache-control')).toBe('no-cache');
  const asset = await guest.call('GET', '/_app/immutable/start.js');
  expect(asset.headers.get('cache-control')).toContain('immutable');
  expect((await guest.call('GET', '/_app/immutable/gone.js')).status).toBe(404);
  const unknown = await guest.call('GET', '/api/nothing/here');
  expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'not.found' } } });
  expect((await guest.call('GET', '/api/me')).headers.get('cache-control')).toBe('no-store');
});

test('metrics show what the API did', async () => {
  await guest.call('GET', '/api/me');
  const { body } = await guest.call<string>('GET', '/metrics');
  expect(body).toMatch(/learnflow_http_request_seconds_count\{[^}]*route="\/api\/me"[^}]*\} \d+/);
  expect(body).toContain('process_resident_memory_bytes');
});

test('without its database the server lives, is not ready, and says so in a sentence', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'learnflow-gone-'));
  const postgres = await EmbeddedPostgres.start({ dataDir });
  const { db, close } = openDatabase(postgres.url, () => undefined);
  await migrate(db);
  const alone = await startTestServer({ db });
  const device = new Device(alone.url);
  device.keep((await createGuests(alone.account.auth).create('Maya', {})).cookies);
  expect((await device.call('GET', '/readyz')).status).toBe(200);
  await postgres.stop();
  expect((await device.call('GET', '/readyz')).status).toBe(503);
  expect((await device.call('GET', '/livez')).status).toBe(200);
  expect(await device.call('GET', '/api/me')).toMatchObject({
    status: 503,
    body: { error: { code: 'unavailable' } },
  });
  const signIn = await device.call('POST', '/api/sign-in', { passphrase: 'whatever it is' });
  expect(signIn).toMatchObject({ status: 503, body: { error: { code: 'unavailable' } } });
  await alone.close();
  await close();
  await rm(dataDir, { recursive: true, force: true });
});
