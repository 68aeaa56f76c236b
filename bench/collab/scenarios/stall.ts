import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Measurement } from '../measurement.ts';
import type { ScenarioOf } from '../plan.ts';
import { costs, inMs, openStage, typeFor } from './typing.ts';

/** Somebody comes back with thousands of single keys at once; how long do people in other rooms wait for theirs? */
export function measureStall(bench: Bench, scenario: ScenarioOf<'stall'>): Promise<Measurement> {
  return measureStrangers(bench, scenario.strangersPerSecond, scenario.keys, ({ attacker }) =>
    attacker.prepareClump(scenario.keys),
  );
}

/** Somebody pastes as much as one frame can hold. */
export function measurePaste(bench: Bench, scenario: ScenarioOf<'paste'>): Promise<Measurement> {
  const text = 'x = [n for n in range(10)]\n'.repeat(scenario.bytes).slice(0, scenario.bytes);
  return measureStrangers(bench, scenario.strangersPerSecond, 1, ({ attacker }) =>
    attacker.preparePaste(text),
  );
}

type Attacker = Awaited<ReturnType<typeof openStage>>['rooms'][number]['participants'][number];

async function measureStrangers(
  bench: Bench,
  strangersPerSecond: number,
  keys: number,
  prepare: (who: { attacker: Attacker }) => () => void,
): Promise<Measurement> {
  const stage = await openStage(bench, 1);
  const [attacker, ...strangers] = stage.typists;
  if (!attacker) throw new Error('Nobody to attack');
  await typeFor(strangers, strangersPerSecond, 1);
  await stage.drain();
  const attack = prepare({ attacker });
  // The generator's own pause for building the clump must be over.
  await delay(200);
  stage.delivery.clear();
  stage.saving.clear();
  attacker.separate();
  const first = await bench.begin();
  const typing = typeFor(strangers, strangersPerSecond, 60, () => attacker.inFlight === 0);
  const began = performance.now();
  attack();
  await typing;
  const allSeenMs = performance.now() - began;
  const last = await bench.end();
  await stage.drain();
  const { ends, wrong } = await stage.readBack();
  stage.leave();
  return {
    figures: {
      ...costs(first, last, keys),
      'all delivered after ms': allSeenMs,
      ...inMs('delivery to strangers', stage.delivery.summary()),
      ...inMs('saved for strangers', stage.saving.summary()),
    },
    wrongRooms: wrong,
    ends,
  };
}
