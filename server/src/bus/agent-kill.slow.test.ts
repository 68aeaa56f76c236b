import { spawn } from 'node:child_process';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { aFailingClass, alertsOf, tellFailure, theAgent } from '../../test/agent-class.ts';
import { allOut, aStream } from './bus.fixture.ts';

/** A server killed with -9 between every pair of steps, on real processes; the next one finds what it left. */
let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

test.each(['taken', 'done', 'committed'])(
  'killed when an event is %s, the next process leaves exactly one alert',
  async (step) => {
    const { db } = database;
    const people = await aFailingClass(db);
    const last = await tellFailure(db, people, 2);
    const script = path.join(import.meta.dirname, '../../test/child-agent.ts');
    const child = spawn(process.execPath, [script, database.url, step, last.id], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const signal = await new Promise((resolve) => child.on('exit', (_code, by) => resolve(by)));
    expect(signal, said).toBe('SIGKILL');
    expect(await alertsOf(db, people)).toHaveLength(step === 'committed' ? 1 : 0);
    const next = aStream(db, [theAgent()]);
    await allOut(db);
    await next.close();
    expect(await alertsOf(db, people)).toHaveLength(1);
  },
  60_000,
);
