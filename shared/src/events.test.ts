import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import * as data from './event-data.ts';
import { envelopeOf, type EventType, eventTypes, parseEvent } from './events.ts';

const doc = readFileSync(path.resolve(import.meta.dirname, '../../docs/agents.md'), 'utf8');
const schemas: Record<string, unknown> = data;
const rows = [...doc.matchAll(/^\| `([^`]+)` *\| `([^`]+)` *\| (\w+) *\| `(\w+)` *\| /gm)].map(
  ([, topic, type, key, schema]) => ({ topic, type, key, schema: schemas[schema ?? ''] }),
);
const examples = [...doc.matchAll(/^- `([^`]+)`: `([^`]+)`$/gm)].map(
  ([, type, example]) => [type ?? '', JSON.parse(example ?? '') as unknown] as const,
);

test('the public table of topics says what the code says', () => {
  const inCode = Object.entries(eventTypes).map(([type, spec]) => ({
    ...{ topic: spec.topic, type, key: spec.key, schema: spec.data },
  }));
  expect(rows.map(({ type }) => type)).toEqual(inCode.map(({ type }) => type));
  for (const [i, row] of rows.entries()) {
    expect({ ...row, schema: undefined }).toEqual({ ...inCode[i], schema: undefined });
    expect(row.schema, row.type).toBe(inCode[i]?.schema);
  }
});

test('the design documents’ topics are all there', () => {
  const topics = new Set(rows.map(({ topic }) => topic));
  const wanted = [
    ...['learning.requests', 'concept.requests', 'concept.responses', 'debug.requests'],
    ...['debug.responses', 'exercise.requests', 'exercise.responses', 'progress.requests'],
    ...['progress.updates', 'struggle.alerts', 'code_submitted', 'grading_complete'],
    'user_progress_updated',
  ];
  expect(wanted.filter((topic) => !topics.has(topic))).toEqual([]);
});

test('every type has an example that is an event, with no field its schema does not know', () => {
  expect(examples.map(([type]) => type)).toEqual(Object.keys(eventTypes));
  for (const [type, example] of examples) {
    const draft = {
      id: crypto.randomUUID(),
      type: type as EventType,
      key: 'k',
      at: 0,
      data: example,
    };
    const event = { ...envelopeOf(draft as Parameters<typeof envelopeOf>[0]), sequence: 1 };
    expect(parseEvent(event).data, type).toEqual(example);
  }
});

test('what is torn, of another version or of nobody’s type is no event', () => {
  const [type, example] = examples[0] ?? [];
  const whole = {
    ...{ specversion: '1.0', id: crypto.randomUUID(), source: 's', type, subject: 'k' },
    ...{ time: new Date(0).toISOString(), datacontenttype: 'application/json', sequence: 1 },
    data: example,
  };
  expect(parseEvent(whole).type).toBe(type);
  for (const wrong of [
    undefined,
    '{}',
    { ...whole, data: {} },
    { ...whole, type: 'learnflow.lesson.opened.v9' },
    { ...whole, sequence: 0 },
    { ...whole, id: 'no uuid' },
  ]) {
    expect(() => parseEvent(wrong)).toThrow();
  }
});
