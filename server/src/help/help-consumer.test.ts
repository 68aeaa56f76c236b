import { randomUUID } from 'node:crypto';
import { agents } from '@learnflow/agents';
import type { Grader } from '@learnflow/shared';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { aStream } from '../bus/bus.fixture.ts';
import { makeAttempt } from '../grade/attempt.service.ts';
import { anExercise, RuleGrader } from '../grade/rule-grader.fixture.ts';
import { starterFileId } from '../grade/starter.ts';
import { aWorkWorld, write } from '../grade/work.fixture.ts';
import { openExercise } from '../grade/work.service.ts';
import { createHelpConsumer } from './help-consumer.ts';
import { RoomHelp } from './room-help.ts';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

/** Every program runs; only the right one passes. */
class WrongNotBroken extends RuleGrader {
  override grade(...[spec, on]: Parameters<Grader['grade']>): ReturnType<Grader['grade']> {
    const { report, stop } = super.grade(spec, on);
    const asWrong = report.then((told) => ({
      ...told,
      outcomes: told.outcomes.map((one) =>
        one.status === 'error' ? { ...one, status: 'wrong' as const } : one,
      ),
    }));
    return { report: asWrong, stop };
  }
}

test('a check of a program that runs and is wrong shows where to look, and a right one takes it away', async () => {
  const { db } = database;
  const world = await aWorkWorld(db, { exercises: [anExercise()], grader: new WrongNotBroken() });
  const { maya, mayasRoom: roomId, deps } = world;
  const exercise = 'test/double';
  await openExercise(deps, maya.caller, roomId, exercise);
  const help = new RoomHelp({ db, agents, courses: deps.courses, clock: deps.clock });
  const stream = aStream(db, [createHelpConsumer(help)]);
  const check = async (text: string): Promise<void> => {
    await write(world, roomId, starterFileId(exercise, 'double.py'), text);
    await makeAttempt(deps, maya.caller, roomId, {
      exercise,
      kind: 'check',
      clientKey: randomUUID(),
    });
  };

  await check('def double(x):\n    print(x + x)\n\nprint(double(2))\n');
  await expect
    .poll(() => help.view(roomId), { timeout: 20_000 })
    .toMatchObject({
      about: 'attempt',
      explanation: { family: 'prints-not-returns', line: 2, title: 'Have a look at line 2' },
    });
  await check('def double(x):\n    return x * 2\n');
  await expect.poll(() => help.view(roomId), { timeout: 20_000 }).toBeNull();
  await stream.close();
  await world.close();
});
