import { encodeChannelFrame, decodeChannelFrame, messageType } from '@learnflow/shared';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { limitOf, mayInRoom, type Tally } from './expectation.ts';
import type { TestProduct } from './product.ts';
import { marker, type Place, type Somebody } from './school.ts';

/** Ways to a room's document. */
const ways = ['v=1', 'v=1&mode=watch', 'channel'] as const;
type Way = (typeof ways)[number];
const finalCodes: readonly number[] = [4401, 4403, 4404];

/** Every message that a client can send, and one of each kind that only the server may. */
function messages(): Uint8Array[] {
  const doc = new Y.Doc();
  doc.getText('t').insert(0, `${marker} was here`);
  const update = Y.encodeStateAsUpdate(doc);
  const sync = [0, 1, 2].map((kind) =>
    frame([messageType.sync, kind], kind === 0 ? Uint8Array.of(0) : update),
  );
  const awareness = encoding.createEncoder();
  for (const part of [1, doc.clientID, 1]) encoding.writeVarUint(awareness, part);
  encoding.writeVarString(awareness, JSON.stringify({ user: { name: marker, role: 'teacher' } }));
  return [
    ...sync,
    frame([messageType.awareness], encoding.toUint8Array(awareness)),
    frame([messageType.queryAwareness]),
    ...Object.values(messageType)
      .filter((type) => type >= 100 || type === messageType.auth)
      .map((type) => frame([type], update)),
  ];
}
const changes = 2;

function frame(numbers: number[], bytes?: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const number of numbers) encoding.writeVarUint(encoder, number);
  if (bytes) encoding.writeVarUint8Array(encoder, bytes);
  return encoding.toUint8Array(encoder);
}

/** Everybody at the document of every place: by all ways, with all messages at once, before anybody has let them in. */
export async function tryDocuments(
  product: TestProduct,
  who: Somebody,
  place: Place,
  tally: Tally,
): Promise<void> {
  const isInside = mayInRoom(who, place);
  const limit = limitOf(who, place);
  for (const way of ways) {
    const right = way.includes('watch') ? 'watch' : limit;
    if (!isInside) await knock(product, who, place, way, tally);
    else if (right) await writeAnyway(product, who, place, way, tally);
  }
}

async function knock(
  product: TestProduct,
  who: Somebody,
  place: Place,
  way: Way,
  tally: Tally,
): Promise<void> {
  const sent = messages();
  const line = open(product, who, place, way);
  for (const message of sent) line.send(message);
  const code = await line.closed;
  tally.attempts += sent.length;
  tally.lines++;
  if (way === 'channel' && !who.isSignedIn) tally.doubles++;
  const got = line.frames.length;
  if (finalCodes.includes(code) && got === 0) return;
  tally.leaks.push(`${who.label} in ${place.label} by ${way}: closed with ${code}, ${got} frames`);
}

/** Somebody who may look: reading works, and each update is answered with a refusal. */
async function writeAnyway(
  product: TestProduct,
  who: Somebody,
  place: Place,
  way: Way,
  tally: Tally,
): Promise<void> {
  const line = open(product, who, place, way);
  const [step1, ...updates] = messages().slice(0, 1 + changes);
  for (const message of [step1, ...updates]) if (message) line.send(message);
  const refused = (): number => line.frames.filter(([type]) => type === messageType.refused).length;
  const endAt = performance.now() + 10_000;
  while (refused() < changes && performance.now() < endAt) await line.heard();
  tally.attempts += changes;
  tally.lines += changes;
  if (refused() !== changes) {
    tally.leaks.push(`${who.label} in ${place.label} by ${way}: ${refused()} updates refused`);
  }
  line.close();
  await line.closed;
}

interface Line {
  frames: Uint8Array[];
  closed: Promise<number>;
  send(message: Uint8Array): void;
  /** Something came, or the line is closed. */
  heard(): Promise<void>;
  close(): void;
}

function open({ port, url }: TestProduct, who: Somebody, place: Place, way: Way): Line {
  const roomId = place.ids['roomId'] ?? '';
  const isChannel = way === 'channel';
  const address = isChannel ? 'many?v=1' : `${roomId}?${way}`;
  const socket = new WebSocket(`ws://127.0.0.1:${port}/collab/${address}`, {
    headers: { origin: url, cookie: who.cookie },
  });
  const frames: Uint8Array[] = [];
  let tell: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    socket.on('open', () => {
      if (isChannel) {
        socket.send(encodeChannelFrame({ kind: 'open', channel: 1, address: `${roomId}?v=1` }));
      }
      resolve();
    });
  });
  const closed = new Promise<number>((resolve) => {
    socket.on('close', (code) => {
      resolve(code);
      tell();
    });
    socket.on('message', (data: Buffer) => {
      const got = isChannel ? decodeChannelFrame(data) : undefined;
      if (got?.kind === 'close') {
        resolve(got.code);
        socket.close();
      } else frames.push(got?.kind === 'frame' ? new Uint8Array(got.frame) : new Uint8Array(data));
      tell();
    });
  });
  socket.on('error', () => undefined);
  return {
    ...{ frames, closed },
    send: (message) =>
      void opened.then(() =>
        socket.send(
          isChannel ? encodeChannelFrame({ kind: 'frame', channel: 1, frame: message }) : message,
        ),
      ),
    heard: () => new Promise((resolve) => (tell = resolve)),
    close: () => socket.close(),
  };
}
