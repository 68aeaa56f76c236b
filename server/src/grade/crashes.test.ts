import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { silentLog } from '../log.ts';
import { GradingWorker } from './grading-worker.ts';
import { aWorkWorld, type WorkWorld } from './work.fixture.ts';

/** A server killed with -9 between every pair of steps, on real processes; the next one finds what it left. */
let database: TestDatabase;
let world: WorkWorld;

beforeEach(async () => {
  database = await createTestDatabase();
  world = await aWorkWorld(database.db);
  // Only what the dead process left is to be graded, and only by the next one.
  await world.close();
});
afterEach(() => database.close());

async function dieAt(step: string): Promise<void> {
  const script = path.join(import.meta.dirname, 'child-grading.fixture.ts');
  const { maya, mayasRoom } = world;
  const args = [script, database.url, step, JSON.stringify(maya.caller), mayasRoom];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
  expect(signal, said).toBe('SIGKILL');
}
const attempts = () => database.db.selectFrom('attempt').selectAll().execute();
const verdicts = () => database.db.selectFrom('verdict').selectAll().execute();

test('killed while it stores an attempt, nothing is there: nobody was told it was', async () => {
  await dieAt('inside');
  expect(await attempts()).toEqual([]);
});

for (const step of ['handed-in', 'claimed', 'judged', 'stored']) {
  test(`killed when an attempt is ${step}, the next process leaves it with exactly one verdict`, async () => {
    await dieAt(step);
    expect(await attempts()).toHaveLength(1);
    expect(await verdicts()).toHaveLength(step === 'stored' ? 1 : 0);
    const next = new GradingWorker({
      ...{ db: database.db, grader: world.grader, courses: world.deps.courses, log: silentLog },
      // The lease of the dead process has run out.
      clock: { now: () => Date.now() + 60_000 },
    });
    next.start();
    await expect
      .poll(async () => (await attempts()).every((one) => one.graded), { timeout: 30_000 })
      .toBe(true);
    await next.close();
    const [verdict, ...others] = await verdicts();
    expect(others).toEqual([]);
    expect(verdict).toMatchObject({ score: 100, passed: 3, total: 3 });
  });
}
