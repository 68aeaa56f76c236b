import { expect, test } from 'vitest';
import { FairQueue, newLane } from './fair-queue.ts';

/** A line that takes what it is given and says when it has left. */
function aLine(windowBytes: number) {
  const sent: string[] = [];
  const leaving: (() => void)[] = [];
  const queue = new FairQueue((frame, done) => {
    sent.push(frame.toString());
    leaving.push(done);
  }, windowBytes);
  return { queue, sent, leave: () => leaving.shift()?.() };
}

test('M5: a room with a lot to say lets the others speak in between', () => {
  const { queue, sent, leave } = aLine(2);
  const [loud, quiet] = [newLane(), newLane()];
  for (const frame of ['a1', 'a2', 'a3', 'a4']) queue.push(loud, Buffer.from(frame));
  queue.push(quiet, Buffer.from('b1'));
  queue.push(quiet, Buffer.from('b2'));
  while (sent.length < 6) leave();
  expect(sent).toEqual(['a1', 'a2', 'b1', 'a3', 'b2', 'a4']);
  expect([queue.bytes, loud.bytes, quiet.bytes]).toEqual([0, 0, 0]);
});

test('what a room had still to say goes with it, and the others go on', () => {
  const { queue, sent, leave } = aLine(2);
  const [gone, stays] = [newLane(), newLane()];
  for (const frame of ['a1', 'a2', 'a3']) queue.push(gone, Buffer.from(frame));
  queue.push(stays, Buffer.from('b1'));
  expect(queue.bytes).toBe(6);
  queue.drop(gone);
  expect([queue.bytes, gone.bytes]).toEqual([2, 0]);
  leave();
  expect(sent).toEqual(['a1', 'b1']);
});
