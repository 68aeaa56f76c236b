import { PassThrough } from 'node:stream';

import { expect, it } from 'vitest';
import { z } from 'zod';

import { createMessageReader, createWire, encodeMessage } from './wire.ts';

it('reads messages however the stream is cut', () => {
  const messages = [{ a: 1 }, { text: 'é😀\u0000' }, [], 'x'.repeat(3_000)];
  const stream = Buffer.concat(messages.map(encodeMessage));
  for (const size of [1, 2, 3, 5, 7, 64, 1000, stream.length]) {
    const seen: unknown[] = [];
    const read = createMessageReader((message) => seen.push(message));
    for (let at = 0; at < stream.length; at += size) read(stream.subarray(at, at + size));
    expect(seen).toEqual(messages);
  }
});

it('refuses a length beyond the bound before it keeps any of it', () => {
  const read = createMessageReader(() => undefined, 100);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(101);
  expect(() => read(head)).toThrow('too large');
});

function aWire() {
  const input = new PassThrough();
  const output = new PassThrough();
  const taken: unknown[] = [];
  const ends: (string | undefined)[] = [];
  let drained = 0;
  const wire = createWire<{ n: number }, unknown>({
    ...{ input, output, schema: z.object({ n: z.number() }) },
    take: (message) => taken.push(message),
    closed: (why) => ends.push(why),
    drained: () => (drained += 1),
  });
  return { wire, input, output, taken, ends, drained: () => drained };
}

it('ends at the first thing that is no message, once, and takes nothing after it', async () => {
  for (const bad of [encodeMessage({ n: 'one' }), Buffer.from([0, 0, 0, 2, 0x7b, 0x7b])]) {
    const { input, taken, ends } = aWire();
    input.write(Buffer.concat([encodeMessage({ n: 1 }), bad, encodeMessage({ n: 2 })]));
    await expect.poll(() => ends.length).toBe(1);
    expect(taken).toEqual([{ n: 1 }]);
    expect(ends[0]).toContain('not a message');
  }
});

it('says when the reader does not keep up, and when it does again', async () => {
  const { wire, output, drained } = aWire();
  expect(wire.isFull()).toBe(false);
  for (let count = 0; count < 40; count += 1) wire.send({ text: 'x'.repeat(50_000) });
  expect(wire.isFull()).toBe(true);
  expect(drained()).toBe(0);
  output.resume();
  await expect.poll(drained).toBe(1);
  expect(wire.isFull()).toBe(false);
});
