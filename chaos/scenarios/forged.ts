import { setTimeout as delay } from 'node:timers/promises';
import { messageType } from '@learnflow/shared';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { check, type Verdict } from '../checker.ts';
import { openTypist, type Typist } from '../provider.ts';
import { openRaw } from '../raw.ts';
import type { Scenario, World } from '../world.ts';

const nothing: Verdict = { acknowledged: 0, lost: 0, doubled: 0, diverged: 0, stuck: 0 };

/** Somebody speaks as the teacher and as others; every state that gets through counts as diverged. */
export const forgedPresence: Scenario = {
  name: 'forged presence',
  atLeast: () => 0,
  async run(world) {
    const [seat] = await world.school.join(1);
    if (!seat) throw new Error('Nobody joined');
    const { roomId } = seat;
    const open = (cookie: string): Typist =>
      openTypist({ url: world.url, origin: world.url, roomId, cookie });
    const teacher = open(world.school.teacherCookie);
    const witness = open(seat.cookie);
    teacher.provider.awareness.setLocalState({ file: 'main' });
    await delay(1000);
    const attacker = await openRaw(world.url, seat);
    if (!attacker) throw new Error('The attacker was not let in');
    const ids = [teacher.doc.clientID, witness.doc.clientID, 7, 8, 9];
    const rounds = world.isShort ? 300 : 3000;
    for (let clock = 1; clock <= rounds; clock++) {
      const encoder = encoding.createEncoder();
      const id = ids[clock % ids.length] ?? 7;
      for (const part of [1, id, clock * 1000]) encoding.writeVarUint(encoder, part);
      const user = { name: 'Ms Adeyemi', role: 'teacher', ink: 'pen', memberId: 'forged' };
      encoding.writeVarString(encoder, JSON.stringify(clock % 3 ? { user, file: 'FORGED' } : null));
      attacker.send(envelope(messageType.awareness, encoding.toUint8Array(encoder)));
      await delay(6);
    }
    await delay(300);
    let diverged = 0;
    const states = witness.provider.awareness.getStates() as Map<
      number,
      { user?: { name: string; role: string; memberId: string }; file?: string }
    >;
    const shown = states.get(teacher.doc.clientID);
    if (shown?.file !== 'main' || shown.user?.role !== 'teacher') diverged++;
    for (const [id, state] of states) {
      if (id === witness.doc.clientID || id === teacher.doc.clientID) continue;
      if (state.user?.role !== 'student' || state.user.memberId === 'forged') diverged++;
    }
    // The teacher, the witness, and two ids of the attacker.
    if (states.size > 4) diverged++;
    attacker.close();
    teacher.leave();
    witness.leave();
    return { ...nothing, diverged };
  },
};

/**
 * Watchers, strangers, navigators, people whose editor is held and people without a place try to write; every word of
 * theirs in a room counts as diverged.
 */
export const readOnlyBypass: Scenario = {
  name: 'read-only bypass',
  atLeast: () => 10,
  async run(world) {
    const [victim, stranger, driver, navigator] = await world.school.join(4);
    if (!victim || !stranger || !driver || !navigator) throw new Error('Nobody joined');
    const stopDriving = await world.school.pair(driver, navigator);
    const crew = world.crew();
    world.man(crew, [victim, driver], 1);
    await crew.ready();
    crew.tell({ kind: 'type', everyMs: 50 });
    const { roomId } = victim;
    const rounds = world.isShort ? 10 : 100;
    const refused = await attack(world, rounds, [
      { roomId, cookie: victim.cookie, query: 'v=1&mode=watch' },
      { roomId, cookie: world.school.teacherCookie, query: 'v=1&mode=watch' },
      { roomId, cookie: stranger.cookie, query: 'v=1' },
      { roomId, cookie: '', query: 'v=1' },
      { roomId, cookie: 'better-auth.session_token=forged.forged', query: 'v=1' },
      { roomId: driver.roomId, cookie: navigator.cookie, query: 'v=1' },
    ]);
    crew.tell({ kind: 'pause' });
    const typed = await check(world, [victim, driver], crew, { forbidden: 'EVIL' });
    await stopDriving();

    const hold = `/api/lessons/${victim.lessonId}/hold`;
    await world.school.post(hold, { held: true });
    const held = await attack(world, rounds, [
      { roomId, cookie: victim.cookie, query: 'v=1' },
      { roomId: driver.roomId, cookie: driver.cookie, query: 'v=1' },
    ]);
    await world.school.post(hold, { held: false });
    const after = await check(world, [victim, driver], crew, { forbidden: 'EVIL' });
    // Whoever got in must have been told no; an attack that reached nobody shows nothing.
    for (const [way, count] of [...refused, ...held]) {
      if (count === 0) throw new Error(`Nobody refused ${way}`);
    }
    return {
      ...after,
      diverged: typed.diverged + after.diverged,
      stuck: typed.stuck + after.stuck,
    };
  },
};

interface Way {
  roomId: string;
  cookie: string;
  query: string;
}

/**
 * Sends a room's worth of evil as step 2 and as update, by every way.
 * @returns how many refusals and closes each way was answered with
 */
async function attack(
  world: World,
  rounds: number,
  ways: readonly Way[],
): Promise<[string, number][]> {
  const answers = ways.map((way, at): [string, number] => [`way ${at} (${way.query})`, 0]);
  for (let round = 0; round < rounds; round++) {
    for (const [at, way] of ways.entries()) {
      const answer = answers[at];
      const socket = await openRaw(world.url, way, way.query);
      if (!socket || !answer) continue;
      const refuse = (): number => answer[1]++;
      socket.on('close', refuse);
      socket.on('message', (frame: Buffer) => {
        if (frame[0] === messageType.refused) refuse();
      });
      for (const type of [1, 2]) socket.send(envelope(messageType.sync, evil(), type));
      await delay(30);
      socket.off('close', refuse);
      socket.close();
    }
  }
  return answers;
}

function evil(): Uint8Array {
  const doc = new Y.Doc();
  const file = new Y.Map<unknown>();
  file.set('name', 'main.py');
  file.set('text', new Y.Text('EVIL'));
  doc.getMap('files').set('main', file);
  return Y.encodeStateAsUpdate(doc);
}

function envelope(type: number, payload: Uint8Array, subtype?: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, type);
  if (subtype !== undefined) encoding.writeVarUint(encoder, subtype);
  encoding.writeVarUint8Array(encoder, payload);
  return encoding.toUint8Array(encoder);
}
