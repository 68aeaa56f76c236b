import { expect, test } from 'vitest';
import { SettledOrder } from './settled-order.ts';

const rest = (...ids: string[]) => ({ band: [] as string[], rest: ids });

test('the first order is shown at once, the next one not before ten seconds', () => {
  const order = new SettledOrder();
  order.offer(rest('a', 'b', 'c'), 0);
  expect(order.shown.rest).toEqual(['a', 'b', 'c']);
  order.offer(rest('c', 'a', 'b'), 9_000);
  expect(order.shown.rest).toEqual(['a', 'b', 'c']);
  expect(order.moved).toBe(1);
  order.offer(rest('c', 'a', 'b'), 10_000);
  expect(order.shown.rest).toEqual(['c', 'a', 'b']);
  expect(order.moved).toBe(0);
});

test('nothing moves while it is held, however long, and then all at once', () => {
  const order = new SettledOrder();
  order.offer(rest('a', 'b', 'c'), 0);
  order.held = true;
  order.offer({ band: ['c'], rest: ['a', 'b'] }, 60_000);
  expect(order.shown).toEqual(rest('a', 'b', 'c'));
  expect(order.moved).toBe(1);
  order.held = false;
  order.offer({ band: ['c'], rest: ['a', 'b'] }, 61_000);
  expect(order.shown).toEqual({ band: ['c'], rest: ['a', 'b'] });
});

test('newcomers wait at the end and leavers go at once, also while held', () => {
  const order = new SettledOrder();
  order.offer(rest('b', 'c'), 0);
  order.held = true;
  order.offer(rest('a', 'b', 'd'), 20_000);
  expect(order.shown.rest).toEqual(['b', 'a', 'd']);
});

test('a person who asks gets the new order although it is held', () => {
  const order = new SettledOrder();
  order.offer(rest('a', 'b'), 0);
  order.held = true;
  order.offer(rest('b', 'a'), 1_000);
  order.settle(1_000);
  expect(order.shown.rest).toEqual(['b', 'a']);
  expect(order.holds('a')).toBe(true);
});

test('one tile that goes to the front counts as one that moved', () => {
  const order = new SettledOrder();
  order.offer(rest('a', 'b', 'c', 'd', 'e'), 0);
  order.offer({ band: ['e'], rest: ['a', 'b', 'c', 'd'] }, 1_000);
  expect(order.moved).toBe(1);
});
