import { collabPath, collabVersion, messageType } from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

export const targetNames = ['learnflow', 'hocuspocus', 'relay'] as const;
export type TargetName = (typeof targetNames)[number];

/** What a frame from the server says, as far as the generator looks. */
export type Heard =
  | { kind: 'update'; update: Uint8Array }
  | { kind: 'step2'; update: Uint8Array }
  | { kind: 'saved'; frames: number }
  | { kind: 'other' };

/** How one server wants to be spoken to. Everybody gets the same messages of y-protocols; only the envelope differs. */
export interface Wire {
  path(roomId: string): string;
  /** Sent when the socket opens, before anything else. */
  greet(roomId: string): Uint8Array[];
  wrap(roomId: string, message: Uint8Array): Uint8Array;
  read(frame: Uint8Array): Heard;
}

const syncType = { step1: 0, step2: 1, update: 2 } as const;
/** Hocuspocus answers step 1 with a type of its own. */
const syncReply = 4;
const nothing = Uint8Array.of(0);
const noUpdate = Uint8Array.of(0, 0);

const plain: Wire = {
  path: (roomId) => `${collabPath}${roomId}?v=${collabVersion}`,
  greet: () => [syncMessage(syncType.step1, nothing), syncMessage(syncType.step2, noUpdate)],
  wrap: (_roomId, message) => message,
  read: (frame) => readMessage(decoding.createDecoder(frame)),
};

/** Hocuspocus multiplexes: the document's name stands before every message, and a token comes first. */
const named: Wire = {
  path: () => '/',
  greet: (roomId) => [
    withName(roomId, (encoder) => {
      encoding.writeVarUint(encoder, messageType.auth);
      encoding.writeVarUint(encoder, 0);
      encoding.writeVarString(encoder, 'token');
    }),
    ...plain.greet(roomId).map((message) => named.wrap(roomId, message)),
  ],
  wrap: (roomId, message) =>
    withName(roomId, (encoder) => encoding.writeUint8Array(encoder, message)),
  read: (frame) => {
    const decoder = decoding.createDecoder(frame);
    decoding.readVarUint8Array(decoder);
    return readMessage(decoder);
  },
};

export const wires: Record<TargetName, Wire> = {
  learnflow: plain,
  hocuspocus: named,
  relay: plain,
};

function readMessage(decoder: decoding.Decoder): Heard {
  const type = decoding.readVarUint(decoder);
  if (type === messageType.sync || type === syncReply) {
    const subtype = decoding.readVarUint(decoder);
    if (subtype === syncType.step1) return { kind: 'other' };
    const update = decoding.readVarUint8Array(decoder);
    return { kind: subtype === syncType.step2 ? 'step2' : 'update', update };
  }
  if (type !== messageType.saved) return { kind: 'other' };
  decoding.readVarUint8Array(decoder);
  return { kind: 'saved', frames: decoding.readVarUint(decoder) };
}

function withName(roomId: string, write: (encoder: encoding.Encoder) => void): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, roomId);
  write(encoder);
  return encoding.toUint8Array(encoder);
}

export function updateMessage(update: Uint8Array): Uint8Array {
  return syncMessage(syncType.update, update);
}
function syncMessage(type: number, payload: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  encoding.writeVarUint(encoder, type);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}

export function awarenessMessage(states: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.awareness);
  encoding.writeVarUint8Array(encoder, states);
  return encoding.toUint8Array(encoder);
}
