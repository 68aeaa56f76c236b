import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Figures, Mark, Measurement } from '../measurement.ts';
import type { Participant } from '../participant.ts';
import type { ScenarioOf } from '../plan.ts';
import type { Summary } from '../samples.ts';
import { Stage } from '../stage.ts';

/** Rooms whose people come in at the same time. */
const width = 10;

/** Opens every room of the task. */
export async function openStage(
  { task }: Bench,
  typists: number,
  rooms = task.scenario.rooms,
): Promise<Stage> {
  const { perRoom } = task.scenario;
  const stage = new Stage(task.target, task.port);
  for (let at = 0; at < rooms; at += width) {
    const lot = Array.from({ length: Math.min(width, rooms - at) }, (_, n) =>
      task.seats.slice((at + n) * perRoom, (at + n + 1) * perRoom),
    );
    await Promise.all(lot.map((seats) => stage.open(seats, typists)));
  }
  return stage;
}

/** Everybody types as fast as the room keeps up: at most `window` keys of a person are on their way. */
export async function measureFlood(
  bench: Bench,
  scenario: ScenarioOf<'flood'>,
): Promise<Measurement> {
  const stage = await openStage(bench, scenario.perRoom);
  const { typists } = stage;
  // Driven by what arrives, so that an idle generator is idle and its load says something.
  let endAt = 0;
  const behind = new Set<Participant>(typists);
  const refill = (): void => {
    const isOver = performance.now() >= endAt;
    for (const typist of behind) {
      const free = scenario.window - typist.inFlight;
      if (free > 0 && !isOver) typist.type(free);
    }
    if (!isOver) behind.clear();
  };
  for (const typist of typists) {
    typist.onSeen = () => {
      if (behind.size === 0) setImmediate(refill);
      behind.add(typist);
    };
  }
  const press = async (seconds: number): Promise<void> => {
    endAt = performance.now() + seconds * 1000;
    refill();
    await delay(seconds * 1000);
  };
  await press(scenario.warmSeconds);
  return measureWhile(bench, stage, () => press(scenario.seconds));
}

/** A lesson: the first people of every room type at a steady pace, each at moments of their own. */
export async function measureTyping(
  bench: Bench,
  scenario: ScenarioOf<'typing'>,
): Promise<Measurement> {
  const stage = await openStage(bench, scenario.typists);
  await typeFor(stage.typists, scenario.perSecond, 2);
  return measureWhile(bench, stage, () =>
    typeFor(stage.typists, scenario.perSecond, scenario.seconds),
  );
}

/** Presses keys at a steady pace for a time, or until `isOver`. */
export async function typeFor(
  typists: readonly Participant[],
  perSecond: number,
  seconds: number,
  isOver: () => boolean = () => false,
): Promise<void> {
  const everyMs = 1000 / perSecond;
  const began = performance.now();
  const line = typists.map((typist, n) => ({ typist, at: began + (n / typists.length) * everyMs }));
  while (performance.now() < began + seconds * 1000 && !isOver()) {
    const now = performance.now();
    for (const each of line) {
      if (each.at > now) continue;
      each.typist.type();
      each.at += everyMs;
    }
    await delay(1);
  }
}

/** Runs the measured part, waits until all of it has arrived, and reads every room back. */
async function measureWhile(
  bench: Bench,
  stage: Stage,
  work: () => Promise<void>,
): Promise<Measurement> {
  stage.delivery.clear();
  stage.saving.clear();
  const pressedBefore = stage.pressed - stage.undelivered;
  const [bytes, frames] = [stage.bytesIn, stage.framesIn];
  const first = await bench.begin();
  await work();
  const last = await bench.end();
  const keys = stage.pressed - stage.undelivered - pressedBefore;
  const figures: Figures = {
    keys,
    ...costs(first, last, keys),
    'bytes out per key': (stage.bytesIn - bytes) / keys,
    'frames out per key': (stage.framesIn - frames) / keys,
  };
  await stage.drain();
  const { ends, wrong } = await stage.readBack();
  stage.leave();
  Object.assign(
    figures,
    inMs('delivery', stage.delivery.summary()),
    inMs('saved', stage.saving.summary()),
  );
  return { figures, wrongRooms: wrong, ends };
}

/** What the server used between two marks, over all and per key. */
export function costs(first: Mark, last: Mark, keys: number): Figures {
  const cpuSeconds = last.cpuSeconds - first.cpuSeconds;
  const postgres = last.postgresCpuSeconds - first.postgresCpuSeconds;
  return {
    'server CPU s': cpuSeconds,
    'Postgres CPU s': postgres,
    'keys per server CPU s': keys / cpuSeconds,
    'keys per CPU s with Postgres': keys / (cpuSeconds + postgres),
  };
}

export function inMs(what: string, summary: Summary | undefined): Figures {
  if (!summary) return {};
  const { p50, p95, p99, max } = summary;
  return {
    [`${what} p50 ms`]: p50,
    [`${what} p95 ms`]: p95,
    [`${what} p99 ms`]: p99,
    [`${what} max ms`]: max,
  };
}
