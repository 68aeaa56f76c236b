import { setTimeout as delay } from 'node:timers/promises';
import { collabLimits, messageType } from '@learnflow/shared';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { check } from '../checker.ts';
import { closed, openRaw } from '../raw.ts';
import type { Scenario } from '../world.ts';

/** Above what the socket itself takes, which is twice a frame. */
const oversize = 2 * collabLimits.maxFrameBytes + 1;

/** Frames that no honest client sends, from somebody with the right to write, while others in the room type. */
export const fuzz: Scenario = {
  name: 'frame fuzz',
  atLeast: () => 10,
  async run(world) {
    const frames = world.isShort ? 3_000 : 100_000;
    const seats = await world.school.join(1);
    const [seat] = seats;
    if (!seat) throw new Error('Nobody joined');
    const crew = world.crew();
    world.man(crew, seats, 1);
    await crew.ready();
    crew.tell({ kind: 'type', everyMs: 50 });
    let sent = 0;
    const attack = async (): Promise<void> => {
      while (sent < frames) {
        const socket = await openRaw(world.url, seat);
        if (!socket) {
          await delay(50);
          continue;
        }
        // Few per socket: after the first bad one nothing is read any more.
        for (let n = 0; n < 5; n++, sent++) sendOne(socket, world.random);
        socket.send(Uint8Array.of(255));
        await closed(socket, 2000);
      }
    };
    await Promise.all(Array.from({ length: 8 }, attack));
    crew.tell({ kind: 'pause' });
    return check(world, seats, crew);
  },
};

/** Most frames arrive as they are; some as text, some in fragments, some larger than anybody may send. */
function sendOne(socket: WebSocket, random: () => number): void {
  const frame = aFrame(random);
  const chance = random();
  if (chance < 0.001) socket.send(new Uint8Array(oversize));
  else if (chance < 0.03) socket.send(Buffer.from(frame).toString('latin1'));
  else if (chance < 0.1) {
    for (let at = 0; at < frame.length - 1; at += 7)
      socket.send(frame.subarray(at, at + 7), { binary: true, fin: false });
    socket.send(frame.subarray(-1), { binary: true, fin: true });
  } else socket.send(frame);
}

/** Random bytes; random bytes in the right envelope; an update that is cut or twisted. */
function aFrame(random: () => number): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const noise = (length: number): Uint8Array => Uint8Array.from({ length }, () => below(256));
  switch (below(4)) {
    case 0:
      return noise(1 + below(60));
    case 1: {
      const payload = noise(below(100));
      return Uint8Array.of(messageType.sync, below(3), payload.length, ...payload);
    }
    case 2: {
      const payload = noise(below(100));
      return Uint8Array.of(messageType.awareness, payload.length, ...payload);
    }
    default: {
      const doc = new Y.Doc();
      doc.getMap('fuzz').set('key', 'some honest content');
      const update = Y.encodeStateAsUpdate(doc);
      doc.destroy();
      update[below(update.length)] = below(256);
      const cut = update.subarray(0, random() < 0.5 ? below(update.length) : update.length);
      return Uint8Array.of(messageType.sync, 2, cut.length, ...cut);
    }
  }
}
