import { messageType, type Refusal, type RoomRight } from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as syncProtocol from 'y-protocols/sync';
import type { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

export interface RoomFrames {
  /** A connection opened. */
  opened(): void;
  /** A frame with changes left. @param whole  true when it carries all that the server lacks */
  sent(whole: boolean): void;
  /** The server's own state vector, told at every connection before it asks for what it lacks. */
  serverHas(vector: Map<number, number>): void;
  /** @param frames  how many of our frames are dealt with; undefined when the server does not count */
  saved(vector: Map<number, number>, frames: number | undefined): void;
  refused(refusal: Refusal): void;
  right(right: RoomRight): void;
  epoch(epoch: string): void;
  storage(ok: boolean): void;
}

/** Reads LearnFlow's own frames of the collaboration socket, and looks over the shoulder of the sync protocol. */
export function onRoomFrames(provider: WebsocketProvider, on: RoomFrames): void {
  const handlers = provider.messageHandlers;
  const readSync = handlers[messageType.sync];
  handlers[messageType.sync] = (encoder, decoder, ...rest) => {
    const start = decoder.pos;
    if (decoding.readVarUint(decoder) === syncProtocol.messageYjsSyncStep1) {
      on.serverHas(Y.decodeStateVector(decoding.readVarUint8Array(decoder)));
    }
    decoder.pos = start;
    readSync?.(encoder, decoder, ...rest);
  };
  handlers[messageType.saved] = (_encoder, decoder) => {
    const vector = Y.decodeStateVector(decoding.readVarUint8Array(decoder));
    on.saved(vector, decoding.hasContent(decoder) ? decoding.readVarUint(decoder) : undefined);
  };
  handlers[messageType.refused] = (_encoder, decoder) => {
    on.refused(JSON.parse(decoding.readVarString(decoder)) as Refusal);
  };
  handlers[messageType.right] = (_encoder, decoder) => {
    on.right((JSON.parse(decoding.readVarString(decoder)) as { right: RoomRight }).right);
  };
  handlers[messageType.epoch] = (_encoder, decoder) => {
    on.epoch(decoding.readVarString(decoder));
  };
  handlers[messageType.storage] = (_encoder, decoder) => {
    on.storage((JSON.parse(decoding.readVarString(decoder)) as { ok: boolean }).ok);
  };
  provider.on('status', ({ status }) => {
    const socket = provider.ws;
    if (status !== 'connected' || !socket) return;
    on.opened();
    const send = socket.send.bind(socket);
    socket.send = (frame) => {
      send(frame);
      if (!(frame instanceof Uint8Array) || frame[0] !== messageType.sync) return;
      if (frame[1] === syncProtocol.messageYjsSyncStep2) on.sent(true);
      if (frame[1] === syncProtocol.messageYjsUpdate) on.sent(false);
    };
  });
}

/** Asks the server for what it has and we lack; it always answers. */
export function askForSync(provider: WebsocketProvider, doc: Y.Doc): void {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, messageType.sync);
  syncProtocol.writeSyncStep1(encoder, doc);
  provider.ws?.send(encoding.toUint8Array(encoder));
}
