import { setTimeout as delay } from 'node:timers/promises';
import { messageType } from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { encodeStep1, encodeUpdate } from '../../server/src/collab/protocol.ts';

/** Somebody in one room, over a socket of their own. */
export interface Visitor {
  doc: Y.Doc;
  /** From the first byte of the handshake to a document that is complete. */
  openedMs: number;
  /** Writes, and resolves when it is stored. */
  write(change: (doc: Y.Doc) => void): Promise<void>;
  leave(): Promise<void>;
}

const patienceMs = 60_000;

/** @throws Error when the server does not let them in, or says nothing for a minute */
export async function visit(
  { url, cookie }: { url: string; cookie: string },
  roomId: string,
): Promise<Visitor> {
  const began = performance.now();
  const doc = new Y.Doc();
  let settled = 0;
  let isComplete = false;
  let problem = '';
  const socket = new WebSocket(`${url.replace('http', 'ws')}/collab/${roomId}?v=1`, {
    headers: { cookie, origin: url },
    perMessageDeflate: false,
  });
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  socket.on('error', (error) => (problem = error.message));
  socket.on('close', (code) => (problem ||= `closed with ${code}`));
  socket.on('open', () => socket.send(encodeStep1(Uint8Array.of(0))));
  socket.on('message', (data: Buffer) => {
    const decoder = decoding.createDecoder(new Uint8Array(data));
    const type = decoding.readVarUint(decoder);
    if (type === messageType.sync && decoding.readVarUint(decoder) !== 0) {
      Y.applyUpdate(doc, decoding.readVarUint8Array(decoder));
      isComplete = true;
    } else if (type === messageType.saved) {
      decoding.readVarUint8Array(decoder);
      settled = decoding.readVarUint(decoder);
    }
  });
  const until = async (holds: () => boolean): Promise<void> => {
    const endAt = performance.now() + patienceMs;
    while (!holds()) {
      if (problem || performance.now() > endAt) throw new Error(problem || 'nothing was heard');
      await delay(2);
    }
  };
  await until(() => isComplete);
  let sent = 0;
  return {
    doc,
    openedMs: performance.now() - began,
    write: async (change) => {
      const before = Y.encodeStateVector(doc);
      change(doc);
      sent++;
      socket.send(encodeUpdate(Y.encodeStateAsUpdate(doc, before)));
      await until(() => settled >= sent);
    },
    leave: () => {
      problem = 'left';
      socket.close();
      return closed;
    },
  };
}
