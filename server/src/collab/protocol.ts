import { messageType, type Refusal, type RoomRight } from '@learnflow/shared';
import { FrameReader } from './frame-reader.ts';
import { type Message, newMessage } from './wire-frame.ts';

/** The frames of docs/protocol.md, as bytes and as values. One message per frame, in both directions. */
export type ClientMessage =
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'step2'; update: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'awareness'; states: Uint8Array }
  | { kind: 'queryAwareness' };

const syncType = { step1: 0, step2: 1, update: 2 } as const;

/**
 * Reads one frame of a client. Updates and state vectors are copies; awareness states are valid as long as the frame is.
 * @throws Error when the bytes are not one of the messages a client may send
 */
export function decodeFrame(frame: Uint8Array): ClientMessage {
  const reader = new FrameReader(frame);
  switch (reader.varUint()) {
    case messageType.sync:
      return decodeSync(reader);
    case messageType.awareness:
      return { kind: 'awareness', states: reader.view() };
    case messageType.queryAwareness:
      return { kind: 'queryAwareness' };
    default:
      throw new Error('Unknown message type');
  }
}

function decodeSync(reader: FrameReader): ClientMessage {
  const type = reader.varUint();
  const payload = reader.copy();
  switch (type) {
    case syncType.step1:
      return { kind: 'step1', stateVector: payload };
    case syncType.step2:
      return { kind: 'step2', update: payload };
    case syncType.update:
      return { kind: 'update', update: payload };
    default:
      throw new Error('Unknown sync message');
  }
}

/** "This is what I have": asks the client for everything beyond it. */
export function encodeStep1(stateVector: Uint8Array): Message {
  return encode([messageType.sync, syncType.step1], stateVector);
}
/** "This is what you miss": after it the client is in sync. */
export function encodeStep2(update: Uint8Array): Message {
  return encode([messageType.sync, syncType.step2], update);
}
export function encodeUpdate(update: Uint8Array): Message {
  return encode([messageType.sync, syncType.update], update);
}

/** @param states an awareness update as y-protocols writes it: count, then id, clock and JSON of each */
export function encodeAwareness(states: Uint8Array): Message {
  return encode([messageType.awareness], states);
}
/** @param entries the same without the count, one by one */
export function encodePresence(entries: readonly Uint8Array[]): Message {
  const count = varUintBytes(entries.length);
  const bytes = entries.reduce((sum, entry) => sum + entry.byteLength, count);
  const message = newMessage(1 + varUintBytes(bytes) + bytes);
  let at = writeVarUint(message, 0, messageType.awareness);
  at = writeVarUint(message, at, bytes);
  at = writeVarUint(message, at, entries.length);
  for (const entry of entries) {
    message.set(entry, at);
    at += entry.byteLength;
  }
  return message;
}

/**
 * @param stateVector  everything up to it is committed
 * @param frames       how many step 2 and update frames of this connection are dealt with: stored, already known or refused
 */
export function encodeSaved(stateVector: Uint8Array, frames: number): Message {
  return encode([messageType.saved], stateVector, [frames]);
}
export function encodeRefused(refusal: Refusal): Message {
  return encodeText(messageType.refused, JSON.stringify(refusal));
}
export function encodeRight(right: RoomRight): Message {
  return encodeText(messageType.right, JSON.stringify({ right }));
}
export function encodeEpoch(epoch: string): Message {
  return encodeText(messageType.epoch, epoch);
}
export function encodeStorage(ok: boolean): Message {
  return encodeText(messageType.storage, JSON.stringify({ ok }));
}
function encodeText(type: number, text: string): Message {
  return encode([type], Buffer.from(text));
}

/** @returns small numbers, then bytes with their length before them, then small numbers again */
function encode(
  before: readonly number[],
  bytes: Uint8Array,
  after: readonly number[] = [],
): Message {
  const { byteLength } = bytes;
  let length = varUintBytes(byteLength) + byteLength;
  for (const number of before) length += varUintBytes(number);
  for (const number of after) length += varUintBytes(number);
  const message = newMessage(length);
  let at = 0;
  for (const number of before) at = writeVarUint(message, at, number);
  at = writeVarUint(message, at, byteLength);
  message.set(bytes, at);
  at += byteLength;
  for (const number of after) at = writeVarUint(message, at, number);
  return message;
}

function varUintBytes(number: number): number {
  let bytes = 1;
  for (let rest = number; rest >= 128; rest = Math.floor(rest / 128)) bytes++;
  return bytes;
}
/** @returns where the next byte goes */
function writeVarUint(into: Uint8Array, from: number, number: number): number {
  let at = from;
  let rest = number;
  for (; rest >= 128; rest = Math.floor(rest / 128)) into[at++] = 128 | (rest % 128);
  into[at++] = rest;
  return at;
}
