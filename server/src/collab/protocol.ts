import { messageType, type Refusal, type RoomRight } from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** The frames of docs/protocol.md, as bytes and as values. One message per frame, in both directions. */
export type ClientMessage =
  | { kind: 'step1'; stateVector: Uint8Array }
  | { kind: 'step2'; update: Uint8Array }
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'awareness'; states: Uint8Array }
  | { kind: 'queryAwareness' };

const syncType = { step1: 0, step2: 1, update: 2 } as const;

/**
 * Reads one frame of a client.
 * @param frame  must own its whole ArrayBuffer: lib0 checks lengths against the buffer, not against the view, so a
 *   forged length in a slice of a shared buffer would read a neighbour's bytes
 * @throws Error when the bytes are not one of the messages a client may send
 */
export function decodeFrame(frame: Uint8Array): ClientMessage {
  const decoder = decoding.createDecoder(frame);
  switch (decoding.readVarUint(decoder)) {
    case messageType.sync:
      return decodeSync(decoder);
    case messageType.awareness:
      return { kind: 'awareness', states: decoding.readVarUint8Array(decoder) };
    case messageType.queryAwareness:
      return { kind: 'queryAwareness' };
    default:
      throw new Error('Unknown message type');
  }
}

function decodeSync(decoder: decoding.Decoder): ClientMessage {
  const type = decoding.readVarUint(decoder);
  const payload = decoding.readVarUint8Array(decoder);
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
export function encodeStep1(stateVector: Uint8Array): Uint8Array {
  return encodeSync(syncType.step1, stateVector);
}
/** "This is what you miss": after it the client is in sync. */
export function encodeStep2(update: Uint8Array): Uint8Array {
  return encodeSync(syncType.step2, update);
}
export function encodeUpdate(update: Uint8Array): Uint8Array {
  return encodeSync(syncType.update, update);
}
function encodeSync(type: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

/** @param states an awareness update as y-protocols writes it: count, then id, clock and JSON of each */
export function encodeAwareness(states: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.awareness);
  encoding.writeVarUint8Array(encoder, states);
  return encoding.toUint8Array(encoder);
}

/**
 * @param stateVector  everything up to it is committed
 * @param frames       how many step 2 and update frames of this connection are dealt with: stored, already known or refused
 */
export function encodeSaved(stateVector: Uint8Array, frames: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.saved);
  encoding.writeVarUint8Array(encoder, stateVector);
  encoding.writeVarUint(encoder, frames);
  return encoding.toUint8Array(encoder);
}
export function encodeRefused(refusal: Refusal): Uint8Array {
  return encodeText(messageType.refused, JSON.stringify(refusal));
}
export function encodeRight(right: RoomRight): Uint8Array {
  return encodeText(messageType.right, JSON.stringify({ right }));
}
export function encodeEpoch(epoch: string): Uint8Array {
  return encodeText(messageType.epoch, epoch);
}
export function encodeStorage(ok: boolean): Uint8Array {
  return encodeText(messageType.storage, JSON.stringify({ ok }));
}
function encodeText(type: number, text: string): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  encoding.writeVarString(encoder, text);
  return encoding.toUint8Array(encoder);
}
