import { collabVersion, fileFields, filesKey, messageType } from '@learnflow/shared';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

export interface Typist {
  doc: Y.Doc;
  provider: WebsocketProvider;
  /** The first file, once the room is synced. */
  text(): Y.Text | undefined;
  /** What the server said is stored of this writer's own edits. */
  savedClock(): number;
  leave(): void;
}

export interface TypistOptions {
  /** `http://host:port`; pages and sockets have the same origin. */
  url: string;
  /** The origin that the server knows itself by; a proxy in between has another port. */
  origin: string;
  roomId: string;
  cookie: string;
  mode?: 'watch';
  onSaved?: () => void;
}

/** The published y-websocket client, as it is; only Saved is read in addition. */
export function openTypist({ url, origin, roomId, cookie, mode, onSaved }: TypistOptions): Typist {
  const doc = new Y.Doc();
  class SignedSocket extends WebSocket {
    constructor(address: string, protocols?: string[]) {
      super(address, protocols ?? [], { headers: { origin, cookie } });
    }
  }
  const provider = new WebsocketProvider(`${url.replace('http', 'ws')}/collab`, roomId, doc, {
    connect: false,
    disableBc: true,
    params: { v: String(collabVersion), ...(mode ? { mode } : {}) },
    WebSocketPolyfill: SignedSocket as unknown as typeof globalThis.WebSocket,
    maxBackoffTime: 1000,
  });
  let savedClock = 0;
  provider.messageHandlers[messageType.saved] = (_encoder, decoder) => {
    const stored = Y.decodeStateVector(decoding.readVarUint8Array(decoder));
    decoding.readVarUint(decoder);
    savedClock = Math.max(savedClock, stored.get(doc.clientID) ?? 0);
    onSaved?.();
  };
  for (const type of [
    messageType.refused,
    messageType.right,
    messageType.epoch,
    messageType.storage,
  ]) {
    provider.messageHandlers[type] = (_encoder, decoder) => void decoding.readVarString(decoder);
  }
  provider.connect();
  return {
    doc,
    provider,
    text: () => {
      const [file] = [...doc.getMap<unknown>(filesKey).values()];
      const text = file instanceof Y.Map ? (file.get(fileFields.text) as unknown) : undefined;
      return text instanceof Y.Text ? text : undefined;
    },
    savedClock: () => savedClock,
    leave: () => {
      provider.destroy();
      doc.destroy();
    },
  };
}
