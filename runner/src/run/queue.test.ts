import { expect, it } from 'vitest';

import { createQueue } from './queue.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it('lets in as many as there are places, the rest in the order they came', async () => {
  const queue = createQueue(2, 10);
  const inside: string[] = [];
  const places: Record<string, number[]> = {};
  const join = (name: string) =>
    queue.join(
      () => inside.push(name),
      (place) => (places[name] ??= []).push(place),
    );
  const [a, , , d] = ['a', 'b', 'c', 'd', 'e'].map(join);
  await turn();
  expect(inside).toEqual(['a', 'b']);
  expect(places).toEqual({ c: [1], d: [2], e: [3] });
  d?.leave();
  expect(places['e']).toEqual([3, 2]);
  a?.leave();
  a?.leave();
  expect(inside).toEqual(['a', 'b', 'c']);
  expect(places['e']).toEqual([3, 2, 1]);
});

it('is full at its bound', async () => {
  const queue = createQueue(1, 1);
  queue.join(() => undefined);
  await turn();
  expect(queue.join(() => undefined)).toBeDefined();
  expect(queue.join(() => undefined)).toBeUndefined();
});
