import { expect, test } from 'vitest';
import { aChecker, madeFrom } from './exercise-checks.ts';

test('in the real sandbox every template, at every level and from three seeds, is solved by its solution only', async () => {
  const checker = await aChecker();
  const found: string[] = [];
  try {
    for (const exercise of madeFrom([21, 3003, 987_654])) {
      found.push(...(await checker.check(exercise)));
    }
  } finally {
    await checker.close();
  }
  expect(found).toEqual([]);
}, 900_000);
