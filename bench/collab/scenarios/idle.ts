import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Measurement } from '../measurement.ts';
import type { ScenarioOf } from '../plan.ts';
import { type RoomEnd, Stage } from '../stage.ts';

/** A hundred lines of a student's program. */
const program = 'total = total + numbers[index] * 2\n'.repeat(100);
const kibibyte = 1024;
const forgetWithinMs = 30_000;

/** What a room costs while it is open, and what is left of rooms that everybody has left. */
export async function measureIdle(
  bench: Bench,
  scenario: ScenarioOf<'idle'>,
): Promise<Measurement> {
  const { open, leave, cycles } = scenario;
  const ends: RoomEnd[] = [];
  // The cycles come first: after them the heap has grown to what work needs, so that only rooms are counted then.
  const heaps: number[] = [];
  for (let cycle = 0; cycle < cycles; cycle++) {
    await fill(bench, open + cycle * leave, leave, ends);
    await untilForgotten(bench);
    heaps.push((await bench.mark(true)).heapBytes);
  }
  // The first cycle still warms things up.
  const [first = 0] = heaps;
  const kept = ((heaps.at(-1) ?? 0) - first) / ((cycles - 1) * leave);
  const before = await bench.mark(true);
  const stage = await fill(bench, 0, open, ends, false);
  const full = await bench.mark(true);
  const { wrong, ends: opened } = await stage.readBack();
  ends.push(...opened);
  stage.leave();
  return {
    figures: {
      'resident KiB per open room': (full.residentBytes - before.residentBytes) / open / kibibyte,
      'heap KiB per open room': (full.heapBytes - before.heapBytes) / open / kibibyte,
      'heap KiB kept per left room': kept / kibibyte,
    },
    wrongRooms: wrong,
    ends,
  };
}

/** Opens rooms with one person each, who pastes a program. */
async function fill(
  bench: Bench,
  from: number,
  count: number,
  ends: RoomEnd[],
  leaves = true,
): Promise<Stage> {
  const { target, port, seats } = bench.task;
  const stage = new Stage(target, port);
  const width = 20;
  for (let at = from; at < from + count; at += width) {
    const lot = seats.slice(at, Math.min(at + width, from + count));
    await Promise.all(lot.map((seat) => stage.open([seat], 1)));
  }
  for (const typist of stage.typists) typist.preparePaste(program)();
  const endAt = performance.now() + forgetWithinMs;
  while (target === 'learnflow' && stage.unsaved > 0) {
    if (performance.now() > endAt) throw new Error('The rooms were not saved');
    await delay(10);
  }
  await delay(500);
  if (leaves) {
    ends.push(...(await stage.readBack()).ends);
    stage.leave();
  }
  return stage;
}

async function untilForgotten(bench: Bench): Promise<void> {
  const endAt = performance.now() + forgetWithinMs;
  while ((await bench.mark()).openRooms > 0) {
    if (performance.now() > endAt) throw new Error('Rooms that everybody has left are still open');
    await delay(100);
  }
}
