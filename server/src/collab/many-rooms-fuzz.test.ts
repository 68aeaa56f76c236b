import { randomInt } from 'node:crypto';
import { channelHeader, decodeChannelFrame, encodeChannelFrame } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import {
  goodOrigin,
  readLog,
  startServer,
  TestDoor,
  type TestPerson,
  type TestServer,
} from './collab.fixture.ts';
import { encodeAwareness, encodeStep1, encodeStep2, encodeUpdate } from './protocol.ts';
import { createRandom } from './random-edits.fixture.ts';
import { aRoomFor, enter } from './visit.fixture.ts';

/**
 * Somebody who may open five rooms over one socket opens, leaves, mistakes and mangles them, and knocks at rooms they may
 * not see. The seed decides what is sent, the network the rest. A seed that ever fails is added to `keptSeeds`.
 */
const keptSeeds = [7, 20261128];
const sockets = 40;
const framesPerSocket = 120;

let database: TestDatabase;
let server: TestServer;
const door = new TestDoor();
beforeAll(async () => {
  database = await createTestDatabase();
  server = await startServer(database.db, { door });
});
afterAll(async () => {
  await server.close();
  await database.close();
});

for (const seed of [...keptSeeds, randomInt(2 ** 31)]) {
  test(`M1, M2, M6: a shared socket that is abused in every way opens no foreign room and harms none (seed ${seed})`, async () => {
    const attacker = door.person('Mallory', 'tutor');
    const own = await Promise.all(
      Array.from({ length: 5 }, () => aRoomFor(database.db, door, 'Leo')),
    );
    for (const { roomId } of own) door.allow(attacker, roomId);
    const foreign = await aRoomFor(database.db, door, 'Maya');
    const victim = await enter(server, foreign.roomId, foreign.people[0]);
    victim.text().insert(0, 'for day in range(7):\n    print(day)\n');
    await expect.poll(() => victim.isSaved()).toBe(true);
    const before = Y.encodeStateAsUpdate(victim.doc);

    const attack = new Attack(
      attacker,
      own.map(({ roomId }) => roomId),
      foreign.roomId,
      seed,
    );
    for (let n = 0; n < sockets; n++) await attack.run();

    expect(attack.leaks).toEqual([]);
    expect(attack.sent).toBeGreaterThan(500);
    expect(attack.heard).toBeGreaterThan(500);
    const live = server.collab.documents.peek(foreign.roomId) ?? expect.fail();
    expect(Buffer.from(Y.encodeStateAsUpdate(live))).toEqual(Buffer.from(before));
    expect(Y.encodeStateAsUpdate(victim.doc)).toEqual(before);
    expect(victim.provider.wsUnsuccessfulReconnects).toBe(0);
    expect(victim.awareness.getStates().size).toBeLessThanOrEqual(1);
    // Nothing of the sockets is left, and the rooms they were let into still work.
    const open = async () => (await metric('collab_connections'))?.values[0]?.value;
    await expect.poll(open, { timeout: 15_000 }).toBe(1);
    for (const { roomId, people } of own) {
      const leo = await enter(server, roomId, people[0]);
      leo.text().insert(0, '# still here\n');
      await expect.poll(() => leo.isSaved(), { timeout: 15_000 }).toBe(true);
      const stored = await readLog(database.db, roomId);
      expect(Y.encodeStateVector(stored)).toEqual(Y.encodeStateVector(leo.doc));
      leo.leave();
    }
  }, 120_000);
}

const metric = (name: string) => Promise.resolve(server.registry.getSingleMetric(name)?.get());

/** One shared socket after the other, each used until the server has enough of it. */
class Attack {
  /** Frames of rooms that may not be seen. */
  readonly leaks: string[] = [];
  sent = 0;
  heard = 0;
  readonly #person: TestPerson;
  readonly #own: readonly string[];
  readonly #foreign: string;
  readonly #below: (count: number) => number;
  readonly #doc = new Y.Doc();

  constructor(person: TestPerson, own: readonly string[], foreign: string, seed: number) {
    this.#person = person;
    this.#own = own;
    this.#foreign = foreign;
    this.#below = createRandom(seed).below;
  }

  async run(): Promise<void> {
    const socket = new WebSocket(`${server.url}/many?v=1`, {
      headers: { origin: goodOrigin, cookie: this.#person.cookie },
    });
    socket.on('error', () => undefined);
    const closed = new Promise((resolve) => socket.on('close', resolve));
    await new Promise((resolve) => socket.once('open', resolve));
    /** Numbers under which a room that may not be seen was asked for. */
    const forbidden = new Set<number>();
    socket.on('message', (data: Buffer) => {
      const got = decodeChannelFrame(data);
      this.heard++;
      if (got.kind !== 'close' && forbidden.has(got.channel)) this.leaks.push(data.toString('hex'));
    });
    let last = 0;
    for (let n = 0; n < framesPerSocket && socket.readyState === socket.OPEN; n++) {
      this.sent++;
      const choice = this.#below(100);
      if (choice < 25) {
        last += 1 + this.#below(3);
        const { roomId, isForeign } = this.#anyRoom();
        if (isForeign) forbidden.add(last);
        this.#openRoom(socket, last, roomId);
      } else socket.send(this.#frame(choice, last));
      // Lets the server answer now and then, so that it is met in every state.
      if (this.#below(6) === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    // In the end the server is told nonsense, so that it has read everything before.
    if (socket.readyState === socket.OPEN) socket.send('over');
    await closed;
  }

  #openRoom(socket: WebSocket, channel: number, roomId: string): void {
    const modes = ['', '&mode=watch', '&mode=work', '&v=0'];
    const address = `${roomId}?v=1${modes[this.#below(modes.length)] ?? ''}`;
    socket.send(encodeChannelFrame({ kind: 'open', channel, address }));
  }

  #anyRoom(): { roomId: string; isForeign: boolean } {
    const room = this.#own[this.#below(this.#own.length)] ?? '';
    switch (this.#below(5)) {
      case 0:
        return { roomId: this.#foreign, isForeign: true };
      case 1:
        return { roomId: `${room}/../${this.#foreign}`, isForeign: true };
      case 2:
        return { roomId: this.#foreign.replace(/^./, '0'), isForeign: true };
      default:
        return { roomId: room, isForeign: false };
    }
  }

  #frame(choice: number, last: number): Uint8Array {
    const channel = this.#below(Math.max(1, last + 2));
    const message = this.#message();
    const frame = encodeChannelFrame({ kind: 'frame', channel, frame: message });
    if (choice < 80) return frame;
    if (choice < 90) {
      return encodeChannelFrame({ kind: 'close', channel, code: 1000, reason: 'bye' });
    }
    // A channel inside a channel, as if somebody confused the two protocols.
    if (choice < 98) {
      const inside = Uint8Array.from([...channelHeader(this.#below(last + 1)), ...message]);
      return encodeChannelFrame({ kind: 'frame', channel, frame: inside });
    }
    if (choice < 99) return frame.subarray(0, this.#below(frame.length + 1));
    const twisted = frame.slice();
    twisted[this.#below(twisted.length)] = this.#below(256);
    return twisted;
  }

  /** Mostly what a client would say; otherwise noise. */
  #message(): Uint8Array {
    const from = Y.encodeStateVector(this.#doc);
    switch (this.#below(6)) {
      case 0:
        return encodeStep1(Uint8Array.of(0));
      case 1:
        return encodeStep2(Y.encodeStateAsUpdate(this.#doc));
      case 2:
      case 3:
        this.#doc.getText('t').insert(0, String(this.#below(1000)));
        return encodeUpdate(Y.encodeStateAsUpdate(this.#doc, from));
      case 4:
        return encodeAwareness(Uint8Array.of(1, this.#below(128), 1, 2, 123, 125));
      default:
        return Uint8Array.from({ length: 1 + this.#below(40) }, () => this.#below(256));
    }
  }
}
