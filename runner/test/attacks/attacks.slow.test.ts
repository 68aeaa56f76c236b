/** A third of the attacks; `npm run attacks` tries them all. */
import { existsSync } from 'node:fs';

import type { Grader } from '@learnflow/shared/grade';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createRunner } from '../../src/index.ts';
import type { LocalRunner } from '../../src/local-runner.ts';
import { leftovers, mountsNow } from './leftovers.ts';
import { listen, secret, triesOf, tryExercise, tryGrade, trySandbox, universal } from './suite.ts';
import type { Listener } from './suite.ts';

const isHere = process.platform === 'linux' && existsSync('/usr/bin/bwrap');
const why = isHere ? '' : ' (skipped: bubblewrap is not installed here)';
const native = triesOf('bubblewrap');
const third = <T>(all: readonly T[]): T[] => all.filter((_one, index) => index % 3 === 0);

it.each(['bubblewrap', 'pyodide'] as const)(
  'has more than 120 programs of its own for %s',
  (driver) => {
    const { sandbox, grades } = triesOf(driver);
    const names = [...sandbox, ...grades].map((attack) => `${attack.class} ${attack.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThanOrEqual(120);
    expect(native.exercises.length).toBeGreaterThanOrEqual(30);
  },
);

describe.skipIf(!isHere)(`attacks${why}`, { timeout: 60_000 }, () => {
  let runner: LocalRunner;
  let listener: Listener;
  const mountsBefore = mountsNow();
  beforeAll(async () => {
    process.env['LEARNFLOW_TEST_SECRET'] = secret;
    listener = await listen();
    runner = await createRunner({ driver: 'bubblewrap' });
  });
  afterAll(async () => {
    listener.close();
    await runner.close();
  });
  const grader = (): Grader => {
    if (runner.grader === undefined) throw new Error('no grader');
    return runner.grader;
  };

  it('notices an attack that comes through', async () => {
    const escape = { kind: 'sandbox', name: 'x', class: 'x', ends: ['finished'] } as const;
    const program = 'print("ESC" + "APE")';
    expect(await trySandbox(runner, { ...escape, program }, listener)).toContain('reached');
    const honest = 'def double(n): return n * 2';
    const attack = { kind: 'grade', name: 'x', class: 'x', program: honest } as const;
    expect(await tryGrade(grader(), attack)).toContain('earned 4');
  });

  it.each(third(native.sandbox))('$class: $name', async (attack) => {
    expect(await trySandbox(runner, attack, listener)).toBeUndefined();
  });

  it.each(third(native.grades))('$class: $name', async (attack) => {
    expect(await tryGrade(grader(), attack)).toBeUndefined();
  });

  it.each(third(native.exercises))('no cheat gets a point of $name', async (exercise) => {
    expect(await tryExercise(grader(), exercise, universal)).toBeUndefined();
  });

  it('leaves no process, mount, cgroup or temporary folder of any attack', async () => {
    // While it is open it has some of these, so that a check that finds nothing would be seen.
    expect(leftovers(mountsBefore)).not.toEqual([]);
    await runner.close();
    await expect.poll(() => leftovers(mountsBefore), { timeout: 10_000 }).toEqual([]);
  });
});
