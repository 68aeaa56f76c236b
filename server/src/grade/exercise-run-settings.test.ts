import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/world.ts';
import { findRunSettings } from './exercise-run-settings.ts';
import { anExercise } from './rule-grader.fixture.ts';
import { starterFileId } from './starter.ts';
import { aWorkWorld, type WorkWorld } from './work.fixture.ts';
import { openExercise } from './work.service.ts';
import { replaceLessonExercises } from './work.store.ts';

let database: TestDatabase;
let world: WorkWorld;
const [plain, plot] = [anExercise('plain'), anExercise('plot')];
plot.exercise.limits = { memoryMb: 256 };
plain.exercise.limits = { seconds: 2 };

beforeAll(async () => {
  database = await createTestDatabase();
  world = await aWorkWorld(database.db, { exercises: [plain, plot] });
});
afterAll(async () => {
  await world.close();
  await database.close();
});

test('a program gets what the exercise it belongs to asks for', async () => {
  const { deps, maya, mayasRoom } = world;
  const ask = (fileId: string, entry: string) =>
    findRunSettings(deps, mayasRoom, { fileId, entry });
  expect(await ask('main', 'main.py')).toEqual({});
  await openExercise(deps, maya.caller, mayasRoom, 'test/plain');
  await openExercise(deps, maya.caller, mayasRoom, 'test/plot');
  expect(await ask(starterFileId('test/plain', 'plain.py'), 'renamed.py')).toEqual({ seconds: 2 });
  expect(await ask('other', 'plain.py')).toEqual({ seconds: 2 });
  // A file of their own: that of the exercise they work on.
  expect(await ask('other', 'try.py')).toEqual({ memoryMb: 256 });
  await database.db
    .transaction()
    .execute((trx) => replaceLessonExercises(trx, world.lessonId, ['test/plain']));
  expect(await ask('other', 'plot.py')).toEqual({ seconds: 2 });
});
