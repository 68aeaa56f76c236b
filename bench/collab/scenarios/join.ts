import { randomInt } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import type { Bench, Measurement } from '../measurement.ts';
import { textOf } from '../keys.ts';
import { enter, type Seat } from '../participant.ts';
import type { ScenarioOf } from '../plan.ts';
import { Samples } from '../samples.ts';
import { endOf, Stage } from '../stage.ts';
import { updateMessage } from '../wire.ts';
import { inMs } from './typing.ts';

/** Keys handed in at a time, so that writing the history is not what stalls the server. */
const perWrite = 100;

/** A document with a long history, and a hundred people who open it in the same moment. */
export async function measureJoin(
  bench: Bench,
  scenario: ScenarioOf<'join'>,
): Promise<Measurement> {
  const { target, port, seats } = bench.task;
  const stage = new Stage(target, port);
  const room = await stage.open(seats.slice(0, 2), 0);
  const author = room.participants[0];
  if (!author) throw new Error('Nobody writes');
  const doc = new Y.Doc();
  Y.applyUpdate(doc, room.seed);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (let edit = 0; edit < scenario.edits;) edit += writeWord(textOf(doc));
  for (let at = 0; at < updates.length; at += perWrite) {
    const lot = updates.slice(at, at + perWrite);
    author.socket.send(...lot.map((update) => stage.wire.wrap(room.roomId, updateMessage(update))));
    await delay(5);
  }
  const end = endOf(room.roomId, doc);
  await untilTheSame(bench, end.stateVector);
  const joiners = seats.slice(2);
  // A server that has just started compiles what a join needs; the second crowd meets one that has been running.
  const cold = await joinAll(bench, stage, joiners);
  await delay(1000);
  const warm = await joinAll(bench, stage, joiners);
  stage.leave();
  const { states } = warm;
  return {
    figures: {
      'document bytes': states[0]?.byteLength ?? 0,
      'server CPU ms per join': warm.cpuMs,
      'Postgres CPU ms per join': warm.postgresCpuMs,
      'server CPU ms per join, just started': cold.cpuMs,
      ...inMs('joined', warm.times.summary()),
    },
    wrongRooms: countWrong(states, end.stateVector),
    ends: [end],
  };
}

/** Lets everybody in at once and out again. @returns CPU per person, how long each waited, and what they got */
async function joinAll(
  bench: Bench,
  stage: Stage,
  joiners: readonly Seat[],
): Promise<{ cpuMs: number; postgresCpuMs: number; times: Samples; states: Uint8Array[] }> {
  const times = new Samples();
  const states: Uint8Array[] = [];
  const first = await bench.begin();
  const sockets = await Promise.all(
    joiners.map(async (seat) => {
      const began = performance.now();
      const { socket, state } = await enter(stage.wire, stage.port, seat);
      times.add(performance.now() - began);
      states.push(state);
      return socket;
    }),
  );
  const last = await bench.end();
  for (const socket of sockets) socket.close();
  const share = 1000 / joiners.length;
  return {
    cpuMs: share * (last.cpuSeconds - first.cpuSeconds),
    postgresCpuMs: share * (last.postgresCpuSeconds - first.postgresCpuSeconds),
    times,
    states,
  };
}

/** Types a word somewhere, and now and then takes one out. @returns how many edits that were */
function writeWord(text: Y.Text): number {
  const at = randomInt(text.length + 1);
  if (text.length > 200 && randomInt(10) === 0) {
    text.delete(Math.min(at, text.length - 5), 5);
    return 1;
  }
  const word = 'value = 3';
  for (let n = 0; n < word.length; n++) text.insert(at + n, word[n] ?? ' ');
  return word.length;
}

/** Waits until a new connection gets the whole document. */
async function untilTheSame(bench: Bench, stateVector: string): Promise<void> {
  const { target, port, seats } = bench.task;
  const seat = seats[1];
  if (!seat) throw new Error('Nobody to look');
  const { wire } = new Stage(target, port);
  for (let tries = 0; tries < 100; tries++) {
    const { socket, state } = await enter(wire, port, seat);
    socket.close();
    if (countWrong([state], stateVector) === 0) return;
    await delay(200);
  }
  throw new Error('The history never arrived');
}

/** Most joiners get the same bytes; only different ones are read. */
function countWrong(states: readonly Uint8Array[], stateVector: string): number {
  const known = new Map<string, boolean>();
  let wrong = 0;
  for (const state of states) {
    const key = Buffer.from(state.buffer, state.byteOffset, state.byteLength).toString('base64');
    let isRight = known.get(key);
    if (isRight === undefined) {
      const doc = new Y.Doc();
      Y.applyUpdate(doc, state);
      isRight = endOf('', doc).stateVector === stateVector;
      known.set(key, isRight);
    }
    if (!isRight) wrong++;
  }
  return wrong;
}
