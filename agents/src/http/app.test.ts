import { afterEach, expect, test } from 'vitest';
import { anAnswerer } from '../../test/a-question.ts';
import { aSidecar, type FakeSidecar } from '../../test/fake-sidecar.ts';
import { answerers } from '../agents.ts';
import { perMinute } from './app.ts';
import { createRate } from './rate.ts';
import { readSettings } from './settings.ts';
import { type Running, startAgents } from './start.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

interface Service {
  url: string;
  logged: [string, unknown][];
  sidecar: FakeSidecar;
  running: Running;
}

async function aService(args: string[] = [], env: Record<string, string> = {}): Promise<Service> {
  const sidecar = await aSidecar();
  const logged: Service['logged'] = [];
  const settings = readSettings(['--port', '0', '--dapr-port', String(sidecar.port), ...args], env);
  const says =
    settings.agent === 'review' ? [anAnswerer('review', new Error('broken'))] : answerers;
  const log = (event: string, about?: unknown): number => logged.push([event, about]);
  const running = await startAgents(settings, { answerers: says, log });
  open.push(running, sidecar);
  return { url: `http://127.0.0.1:${String(running.port)}`, logged, sidecar, running };
}

async function send(url: string, body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}
const read = async (url: string, headers: Record<string, string> = {}): Promise<unknown> =>
  (await fetch(url, { headers })).json();

const asked = (query: string, topic = 'learning.requests') => ({
  topic,
  data: { user_id: '12345', query },
});

test('health has exactly two keys, and says so when the sidecar is gone', async () => {
  const { url, sidecar } = await aService();
  expect(await read(`${url}/health`)).toEqual({ status: 'healthy', dapr: 'connected' });
  await sidecar.close();
  expect(await read(`${url}/health`)).toEqual({ status: 'healthy', dapr: 'disconnected' });
});

test('the request of the design documents is answered, with and without a context', async () => {
  const { url } = await aService();
  const query = 'How do for loops work?';
  const context = { module: 'control-flow', level: 'beginner' };
  const { status, body } = await send(`${url}/process`, { user_id: '12345', query, context });
  expect(status).toBe(200);
  expect(Object.keys(body).sort()).toEqual(['agent', 'next_steps', 'response']);
  expect(body).toMatchObject({ agent: 'concepts' });
  expect(body['response']).toMatch(/for/);
  expect(await send(`${url}/process`, { user_id: 'test123', query })).toMatchObject({
    status: 200,
    body: { agent: 'concepts' },
  });
  expect(await send(`${url}/process`, { user_id: '1', query: 'Who won?' })).toMatchObject({
    status: 200,
    body: { agent: 'triage', response: expect.stringMatching(/no built-in answer/) as string },
  });
});

test('what cannot be answered is refused with a sentence', async () => {
  const { url } = await aService();
  const at = `${url}/process`;
  expect(await send(at, { user_id: '1' })).toEqual({
    status: 400,
    body: { error: 'query: Say in "query" what is asked.' },
  });
  expect(await send(at, { user_id: '1', query: '  ' })).toMatchObject({ status: 400 });
  expect(await send(at, { query: 'What is a list?' })).toMatchObject({ status: 400 });
  expect(await send(at, 'no json')).toEqual({
    status: 400,
    body: { error: 'The body is no JSON.' },
  });
  expect(await send(at, { query: 'x'.repeat(70_000) })).toMatchObject({ status: 413 });
  expect(await send(at, 'query=x', { 'content-type': 'text/plain' })).toMatchObject({
    status: 400,
  });
  expect(await send(`${url}/elsewhere`, {})).toMatchObject({ status: 404 });
});

test('after so many questions in a minute the next one has to wait', async () => {
  const { url } = await aService();
  let sent = 0;
  let status = 400;
  // One comes back each second: a slow machine needs more of them.
  while (status !== 429 && sent < 20 * perMinute) {
    ({ status } = await send(`${url}/process`, { user_id: '1' }));
    sent += 1;
  }
  expect(status).toBe(429);
  expect(sent).toBeGreaterThan(perMinute);
});

test('a caller who waited may go on, and others are not held up', () => {
  let now = 0;
  const { take } = createRate(2, () => now);
  expect([take('a'), take('a'), take('a'), take('b')]).toEqual([0, 0, 30, 0]);
  now += 30_000;
  expect([take('a'), take('a')]).toEqual([0, 30]);
});

test('with an app token everything but health wants it', async () => {
  const { url } = await aService([], { APP_API_TOKEN: 'a-secret' });
  const question = { user_id: '1', query: 'What is a list?' };
  for (const headers of [{}, { 'dapr-api-token': 'a-secreT' }, { 'dapr-api-token': 'a' }]) {
    expect(await send(`${url}/process`, question, headers)).toMatchObject({ status: 401 });
    expect(await send(`${url}/dapr-subscriber`, asked('x'), headers)).toMatchObject({
      status: 401,
    });
    expect((await fetch(`${url}/dapr/subscribe`, { headers })).status).toBe(401);
  }
  const known = { 'dapr-api-token': 'a-secret' };
  expect(await send(`${url}/process`, question, known)).toMatchObject({ status: 200 });
  expect((await fetch(`${url}/health`)).status).toBe(200);
});

test('Dapr hears which topics the hosted agent listens to', async () => {
  const topics = async (agent: string) => {
    const { url } = await aService(['--agent', agent]);
    const told = (await read(`${url}/dapr/subscribe`)) as { topic: string; route: string }[];
    expect(told.every(({ route }) => route === '/dapr-subscriber')).toBe(true);
    return told.map(({ topic }) => topic);
  };
  expect(await topics('triage')).toEqual(['learning.requests']);
  expect(await topics('debug')).toEqual(['debug.requests']);
  expect(await topics('all')).toHaveLength(5);
});

test('a question over a topic goes on to exactly one topic, published at the sidecar', async () => {
  const { url, sidecar } = await aService([], { DAPR_API_TOKEN: 'side' });
  const said = await send(`${url}/dapr-subscriber`, asked('Explain list comprehensions'));
  expect(said).toEqual({ status: 200, body: { status: 'SUCCESS' } });
  expect(sidecar.published).toHaveLength(1);
  expect(sidecar.published[0]).toMatchObject({
    path: '/v1.0/publish/pubsub/concept.requests',
    type: 'application/cloudevents+json',
    token: 'side',
    event: {
      type: 'learnflow.concept.request.v1',
      data: { user_id: '12345', query: 'Explain list comprehensions' },
    },
  });
});

test('a CloudEvent that arrives five times is told with the same id each time', async () => {
  const { url, sidecar } = await aService(['--agent', 'debug']);
  const event = {
    ...{ specversion: '1.0', id: 'e-1', source: 'test', type: 'com.dapr.event.sent' },
    ...{ datacontenttype: 'application/json', pubsubname: 'pubsub' },
    ...asked('IndexError: list index out of range', 'debug.requests'),
  };
  const headers = { 'content-type': 'application/cloudevents+json' };
  for (let n = 0; n < 5; n += 1) await send(`${url}/dapr-subscriber`, event, headers);
  expect(sidecar.published).toHaveLength(5);
  expect(new Set(sidecar.published.map(({ event: told }) => told['id'])).size).toBe(1);
  expect(sidecar.published[0]).toMatchObject({
    path: '/v1.0/publish/pubsub/debug.responses',
    event: { data: { user_id: '12345', agent: 'debug', by: 'rules' } },
  });
});

test('a type of the stream names the topic where nothing else does', async () => {
  const { url, sidecar } = await aService();
  const { data } = asked('What is a list?');
  await send(`${url}/dapr-subscriber`, { type: 'learnflow.learning.request.v1', data });
  expect(sidecar.published[0]?.path).toMatch(/concept\.requests$/);
});

test('without a sidecar the follow-up comes back in the body', async () => {
  const { url, sidecar } = await aService();
  sidecar.answers.health = 500;
  const { body } = await send(`${url}/dapr-subscriber`, asked('What is the weather?'));
  expect(body).toMatchObject({
    status: 'SUCCESS',
    published: {
      topic: 'concept.responses',
      data: { user_id: '12345', agent: 'triage', topic: 'unclassified' },
    },
  });
});

test('what the sidecar does not take is tried again', async () => {
  const { url, sidecar } = await aService();
  sidecar.answers.publish = 500;
  const said = await send(`${url}/dapr-subscriber`, asked('What is a list?'));
  expect(said).toEqual({ status: 200, body: { status: 'RETRY' } });
});

test('what no time can mend is dropped with a line of the log', async () => {
  const { url, logged } = await aService(['--agent', 'review']);
  const poison = ['no json', [], { topic: 'review.requests', data: {} }, { data: asked('x').data }];
  const unknown = [asked('x', 'elsewhere'), asked('x', 'debug.requests')];
  const broken = asked('Is my code good?', 'review.requests');
  const all = [...poison, ...unknown, broken, 'x'.repeat(70_000)];
  for (const body of all) {
    expect(await send(`${url}/dapr-subscriber`, body)).toEqual({
      status: 200,
      body: { status: 'DROP' },
    });
  }
  expect(logged.filter(([event]) => event === 'delivery.dropped')).toHaveLength(all.length);
});

test('settings that cannot be read are refused with a sentence', () => {
  expect(() => readSettings(['--agent', 'nobody'], {})).toThrow(/^--agent: /);
  expect(() => readSettings(['--port', '99999'], {})).toThrow(/^--port: /);
  expect(readSettings([], {})).toMatchObject({
    ...{ agent: 'all', port: 5000, 'dapr-port': 3500, host: '127.0.0.1' },
  });
});
