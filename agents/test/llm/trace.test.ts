import { globSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrace } from '../../src/llm/trace.ts';
import { anAsk, aTutor, rainfall } from './model.fixture.ts';
import { type ScriptedModel, startScriptedModel } from './scripted-model.ts';

let scripted: ScriptedModel;
beforeAll(async () => {
  scripted = await startScriptedModel({ knows: { solution: rainfall.solution } });
});
afterAll(() => scripted.close());

interface Otlp {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: Span[] }[];
  }[];
}
interface Attribute {
  key: string;
  value: { stringValue?: string; intValue?: number | string };
}
interface Span {
  name: string;
  spanId: string;
  parentSpanId?: string;
  attributes: Attribute[];
  status: { code?: number };
}

/** A collector that keeps what it gets. */
async function aCollector() {
  const bodies: { path: string; text: string }[] = [];
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      bodies.push({ path: request.url ?? '', text: Buffer.concat(parts).toString() });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
  return { bodies, url: `http://127.0.0.1:${port}/otel/`, close };
}

test('a collector gets a span of each exchange with numbers and names, and nothing that was said', async () => {
  const collector = await aCollector();
  const trace = await openTrace(collector.url, '9.9.9');
  const runCode = () => Promise.resolve({ output: '42', error: '' });
  await (await aTutor(scripted, 'uses-tool', { trace, runCode })).ask(anAsk('planted question'));
  await (await aTutor(scripted, 'leak', { trace })).ask(anAsk('planted question'));
  await trace.close();
  await collector.close();

  expect(collector.bodies.map(({ path }) => path)).toEqual(
    collector.bodies.map(() => '/otel/v1/traces'),
  );
  const sent = collector.bodies.map(({ text }) => JSON.parse(text) as Otlp);
  const spans = sent.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((one) => one.spans)),
  );
  const of = (span: Span | undefined) =>
    Object.fromEntries(
      (span?.attributes ?? []).map(({ key, value }) => [key, value.stringValue ?? value.intValue]),
    );
  const [good, bad] = spans.filter(({ name }) => name === 'chat m');
  expect(of(good)).toMatchObject({
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'm',
    'gen_ai.request.max_tokens': 700,
    'gen_ai.agent.name': 'debug',
    'learnflow.verdict': 'used',
  });
  expect(Number(of(good)['gen_ai.usage.input_tokens'])).toBeGreaterThan(100);
  expect(Number(of(good)['gen_ai.usage.output_tokens'])).toBeGreaterThan(5);
  expect([of(bad)['error.type'], bad?.status.code]).toEqual(['leak', 2]);
  const tool = spans.find(({ name }) => name === 'execute_tool run_code_safely');
  expect(tool?.parentSpanId).toBe(good?.spanId);
  expect(JSON.stringify(sent[0]?.resourceSpans[0]?.resource)).toContain('learnflow');
  const everything = collector.bodies.map(({ text }) => text).join('\n');
  expect(everything).not.toMatch(/planted|rising_days|6 \* 7|sk-secret|patient tutor/);
});

test('a collector that is away costs no answer', async () => {
  const trace = await openTrace('http://127.0.0.1:9', '9.9.9');
  const said = await (await aTutor(scripted, 'good', { trace })).ask(anAsk('Why?'));
  expect(said.calls).toMatchObject([{ verdict: 'used' }]);
  await trace.close().catch(() => undefined);
});

test('libraries for models and traces are loaded only where they are set up', () => {
  const src = resolve(import.meta.dirname, '../../src');
  const loaded = globSync('**/*.ts', { cwd: src }).flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8');
    return [
      ...text.matchAll(/^import (?!type )[^;]*?from '(openai|@opentelemetry\/[\w-]+)'/gm),
    ].map(([, name]) => `${file}: ${name}`);
  });
  expect(loaded).toEqual([]);
});
