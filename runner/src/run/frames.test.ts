import { expect, it } from 'vitest';

import { createFrameReader, encodeFrame } from './frames.ts';

const frame = (kind: string, text: string): Buffer => {
  const head = Buffer.alloc(5);
  head.write(kind, 'latin1');
  head.writeUInt32BE(Buffer.byteLength(text), 1);
  return Buffer.concat([head, Buffer.from(text)]);
};

it('reads frames however the stream is cut', () => {
  const stream = Buffer.concat([frame('O', 'é😀'), frame('W', '1'), frame('D', '')]);
  for (let size = 1; size <= stream.length; size += 1) {
    const seen: string[] = [];
    const read = createFrameReader((kind, payload) => seen.push(`${kind}${payload.toString()}`));
    for (let at = 0; at < stream.length; at += size) read(stream.subarray(at, at + size));
    expect(seen).toEqual(['Oé😀', 'W1', 'D']);
  }
});

it('refuses what is no frame', () => {
  const read = createFrameReader(() => undefined);
  expect(() => read(Buffer.from('hello'))).toThrow('not a frame');
  const huge = createFrameReader(() => undefined);
  expect(() => huge(Buffer.from([0x4f, 0x7f, 0, 0, 0]))).toThrow('not a frame');
});

it('writes the length in bytes', () => {
  expect([...encodeFrame('I', 'é')]).toEqual([0x49, 0, 0, 0, 2, 0xc3, 0xa9]);
});
