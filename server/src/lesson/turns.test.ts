import { expect, test } from 'vitest';
import { createTurns } from './turns.ts';

test('jobs of one key take turns in the order they came, those of another do not wait', async () => {
  const turns = createTurns();
  const order: string[] = [];
  let open = (): void => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const first = turns('10B', async () => {
    await gate;
    order.push('first');
  });
  const second = turns('10B', () => Promise.resolve(order.push('second')));
  await turns('9A', () => Promise.resolve(order.push('other class')));
  expect(order).toEqual(['other class']);
  open();
  await Promise.all([first, second]);
  expect(order).toEqual(['other class', 'first', 'second']);
});

test('a job that fails tells who asked and lets the next one go', async () => {
  const turns = createTurns();
  const failed = turns('10B', () => Promise.reject(new Error('full')));
  const next = turns('10B', () => Promise.resolve('in'));
  await expect(failed).rejects.toThrow('full');
  expect(await next).toBe('in');
});
