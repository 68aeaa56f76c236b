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

it('goes round classes and, within a class, round people', async () => {
  const queue = createQueue(1, 100);
  const order: string[] = [];
  const tickets = new Map<string, { leave(): void } | undefined>();
  const join = (group: string, person: string, nth: number): void => {
    const name = `${group}${person}${String(nth)}`;
    const enter = (): void => void order.push(name);
    tickets.set(name, queue.join(enter, undefined, { group, person }));
  };
  for (const nth of [1, 2, 3]) join('A', 'x', nth);
  for (const nth of [1, 2]) join('A', 'y', nth);
  for (const nth of [1, 2]) join('B', 'z', nth);
  await turn();
  while (order.length < 7) tickets.get(order.at(-1) ?? '')?.leave();
  expect(order).toEqual(['Ax1', 'Bz1', 'Ay1', 'Bz2', 'Ax2', 'Ay2', 'Ax3']);
});

it('lets one person have two programs at a time, and passes free places on', async () => {
  const queue = createQueue(4, 100);
  const inside: string[] = [];
  const join = (person: string) =>
    queue.join(() => inside.push(person), undefined, { group: 'A', person });
  const first = join('x');
  join('x');
  join('x');
  join('y');
  await turn();
  expect(inside).toEqual(['x', 'y', 'x']);
  first?.leave();
  expect(inside).toEqual(['x', 'y', 'x', 'x']);
});

it('gives places on of programs that wait for a person or have had their turn, within bounds', async () => {
  const queue = createQueue(1, 10, { waits: 2, busy: 1 });
  const inside: string[] = [];
  const join = (name: string) =>
    queue.join(() => inside.push(name), undefined, { person: name, group: 'class' });
  const [a, b, c, d] = ['a', 'b', 'c', 'd', 'e'].map(join);
  await turn();
  a?.rest('waits');
  b?.rest('busy');
  expect(inside).toEqual(['a', 'b', 'c']);
  // One that computes without a place is enough.
  c?.rest('busy');
  expect(inside).toEqual(['a', 'b', 'c']);
  c?.rest('waits');
  expect(inside).toEqual(['a', 'b', 'c', 'd']);
  // An answer came: it goes on at once, and nobody else is let in before there is room for two.
  a?.resume();
  d?.leave();
  expect(inside).toEqual(['a', 'b', 'c', 'd']);
  a?.leave();
  expect(inside).toEqual(['a', 'b', 'c', 'd', 'e']);
  b?.leave();
  b?.rest('busy');
  b?.resume();
  expect(queue.waiting()).toBe(0);
});
