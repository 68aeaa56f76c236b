import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Measurement } from '../measurement.ts';
import { type ScenarioOf, silenceMs } from '../plan.ts';
import { enter } from '../participant.ts';
import { wires } from '../wire.ts';

/** Somebody reads on and on and moves no caret; like y-websocket they come back anew after 30 s without a message. */
export async function measureSilent(
  bench: Bench,
  scenario: ScenarioOf<'silent'>,
): Promise<Measurement> {
  const { target, port, seats } = bench.task;
  const [seat] = seats;
  if (!seat) throw new Error('Nobody reads');
  const endAt = performance.now() + scenario.seconds * 1000;
  let reconnects = -1;
  let longestMs = 0;
  while (performance.now() < endAt) {
    reconnects++;
    const { socket } = await enter(wires[target], port, seat, { answers: target !== 'relay' });
    let heardAt = performance.now();
    let isClosed = false;
    socket.onFrame = () => (heardAt = performance.now());
    socket.onClose = () => (isClosed = true);
    while (!isClosed && performance.now() - heardAt < silenceMs && performance.now() < endAt) {
      await delay(100);
      longestMs = Math.max(longestMs, performance.now() - heardAt);
    }
    socket.close();
  }
  return {
    figures: { reconnects, 'longest silence s': longestMs / 1000 },
    wrongRooms: 0,
    ends: [],
  };
}
