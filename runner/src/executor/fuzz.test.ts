/**
 * Both doors of the stream against nonsense: whatever arrives, a wire ends or goes on, and nothing is thrown past it.
 * The seeds are kept: the same bytes come every time. One that ever broke something is added to `seeds`.
 */
import { PassThrough } from 'node:stream';

import { expect, it } from 'vitest';

import { createFrameReader } from '../run/frames.ts';
import { fromExecutor, toExecutor } from './messages.ts';
import { serve } from './serve.ts';
import { createWire, encodeMessage } from './wire.ts';

const seeds = [1, 7, 42, 1_337, 4_711, 65_537, 20_261_125];
const rounds = 60;
/** Whole messages before the nonsense of each round; with all seeds and both ends more than 100,000 in all. */
const goodFirst = 160;

/** mulberry32 */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const good: unknown[] = [
  { t: 'hello', version: 1, token: '' },
  { t: 'open', id: 1, kind: 'run', body: { runId: 'x' } },
  { t: 'open', id: 2, kind: 'grade', body: null },
  { t: 'say', id: 1, body: { kind: 'write', text: 'a\n' } },
  { t: 'cancel', id: 1 },
  { t: 'ping' },
  { t: 'event', id: 1, body: { kind: 'output', stream: 'out', text: '\u0000é😀' } },
  { t: 'done', id: 1, body: null },
  { t: 'ready', version: 1, report: {} },
  { t: 'close' },
];

/** Good messages in any order, cut, repeated, with bits turned over, lengths that lie, and bytes of nowhere. */
function nonsense(random: () => number): Buffer {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const pieces = Array.from({ length: 1 + Math.floor(random() * 8) }, () => {
    const bytes = encodeMessage(pick(good));
    switch (Math.floor(random() * 5)) {
      case 0:
        bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
        return bytes;
      case 1:
        return bytes.subarray(0, Math.floor(random() * bytes.length));
      case 2:
        bytes.writeUInt32BE(Math.floor(random() * 2 ** 32));
        return bytes;
      case 3:
        return Buffer.from(Array.from({ length: 40 }, () => Math.floor(random() * 256)));
      default:
        return bytes;
    }
  });
  return Buffer.concat(pieces);
}

/** Requests, words and ends in any order, all of them well formed. */
function wellFormed(random: () => number, kinds: readonly string[]): Buffer {
  const some = good.filter((one) => kinds.includes((one as { t: string }).t));
  return Buffer.concat(
    Array.from({ length: goodFirst }, (_none, n) => {
      const one = some[Math.floor(random() * some.length)] as { t: string };
      return encodeMessage(one.t === 'open' ? { ...one, id: 10 + n } : one);
    }),
  );
}

function pour(stream: PassThrough, bytes: Buffer, random: () => number): void {
  for (let at = 0; at < bytes.length;) {
    const size = 1 + Math.floor(random() * 300);
    stream.write(bytes.subarray(at, at + size));
    at += size;
  }
  stream.end();
}

it.each(seeds)('an executor survives what a server may send it, seed %i', async (seed) => {
  const random = chance(seed);
  for (let round = 0; round < rounds; round += 1) {
    const input = new PassThrough();
    const output = new PassThrough();
    output.resume();
    let ends = 0;
    let works = 0;
    let cancels = 0;
    const kind = () => {
      works += 1;
      return { say: () => undefined, cancel: () => void (cancels += 1) };
    };
    serve({
      ...{ input, output },
      report: () => ({
        ...{ driver: 'none' as const, python: '', available: false },
        holds: { network: false, memory: false, processes: false, files: false },
      }),
      kinds: { run: kind, grade: kind },
      closed: () => (ends += 1),
    });
    const start =
      random() < 0.7
        ? [encodeMessage(good[0]), wellFormed(random, ['open', 'say', 'cancel', 'ping'])]
        : [];
    pour(input, Buffer.concat([...start, nonsense(random)]), random);
    await expect.poll(() => ends, { timeout: 10_000, interval: 1 }).toBe(1);
    // Whatever was opened is cancelled, so that nothing goes on for a server that is gone.
    expect(cancels).toBeGreaterThanOrEqual(works);
  }
});

it.each(seeds)('a server survives what an executor may send it, seed %i', async (seed) => {
  const random = chance(seed);
  for (let round = 0; round < rounds; round += 1) {
    const input = new PassThrough();
    let ends = 0;
    let isOver = false;
    createWire({
      ...{ input, output: new PassThrough(), schema: fromExecutor },
      take: (message) => {
        expect(isOver).toBe(false);
        expect(fromExecutor.safeParse(message).success).toBe(true);
      },
      closed: () => {
        isOver = true;
        ends += 1;
      },
    });
    pour(input, Buffer.concat([wellFormed(random, ['event', 'done']), nonsense(random)]), random);
    await expect.poll(() => ends, { timeout: 10_000, interval: 1 }).toBe(1);
  }
});

it.each(seeds)('frames of a sandbox are read or refused, never anything else, seed %i', (seed) => {
  const random = chance(seed);
  let refusals = 0;
  for (let round = 0; round < rounds * 20; round += 1) {
    const read = createFrameReader((kind, payload) => {
      expect(kind).toMatch(/^[A-Z]$/);
      expect(payload.length).toBeLessThanOrEqual(8 * 1024 * 1024);
    });
    const bytes = Buffer.from(
      Array.from({ length: 64 }, () =>
        random() < 0.5 ? 'ROFWXLDPAN\0\0\0'.charCodeAt(Math.floor(random() * 13)) : random() * 256,
      ),
    );
    try {
      for (let at = 0; at < bytes.length; at += 5) read(bytes.subarray(at, at + 5));
    } catch (error) {
      refusals += 1;
      expect(String(error)).toContain('not a frame');
    }
  }
  expect(refusals).toBeGreaterThan(0);
});

it('refuses messages that only look like some', () => {
  for (const wrong of [
    { t: 'open', id: -1, kind: 'run' },
    { t: 'open', id: 1, kind: 'shell' },
    { t: 'open', id: 1.5, kind: 'run' },
    { t: 'hello' },
    { t: '__proto__' },
    [],
    null,
    'hello',
  ])
    expect(toExecutor.safeParse(wrong).success).toBe(false);
});
