import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import { decodeFrame, encodeAwareness, encodeStep1, encodeUpdate } from './protocol.ts';

test('a frame is read as what it was written as', () => {
  const bytes = Uint8Array.of(1, 2, 3);
  expect(decodeFrame(encodeStep1(bytes))).toEqual({ kind: 'step1', stateVector: bytes });
  expect(decodeFrame(encodeUpdate(bytes))).toEqual({ kind: 'update', update: bytes });
  expect(decodeFrame(encodeAwareness(bytes))).toEqual({
    kind: 'awareness',
    states: Buffer.from(bytes),
  });
});

test('a length that reaches beyond the frame is refused instead of reading what lies behind it', () => {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, 2);
  encoding.writeVarUint(encoder, 5000);
  expect(() => decodeFrame(encoding.toUint8Array(encoder))).toThrow();
});

test('messages that only a server sends, unknown types and empty frames are refused', () => {
  for (const frame of [[], [2, 0], [100, 1, 0], [42], [0, 3, 0], [0]]) {
    expect(() => decodeFrame(Uint8Array.from(frame))).toThrow();
  }
});
