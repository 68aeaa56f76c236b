import type { GradeTest, LeakSources, RunFile } from '@learnflow/shared';
import type { Courses } from '../course/courses.ts';
import { listRoomLessonExercises } from '../grade/work.store.ts';
import type { Db, Trx } from '../storage/database.ts';

/**
 * What must not be given away to those who work in a room: all its exercises, because a file says nothing about which of
 * them it belongs to.
 * @param files  what they have written; nothing of it can be given away
 */
export async function listSecrets(
  { db, courses }: { db: Db | Trx; courses: Pick<Courses, 'find'> },
  roomId: string,
  files: readonly RunFile[],
): Promise<LeakSources> {
  const exercises = (await listRoomLessonExercises(db, roomId)).flatMap(
    (id) => courses.find(id)?.exercise ?? [],
  );
  const texts = (from: readonly RunFile[]): string[] => from.map(({ text }) => text);
  const hidden = exercises.flatMap(({ tests }) => tests.filter((test) => test.hidden));
  return {
    solutions: exercises.flatMap(({ solution }) => texts(solution)),
    known: [
      ...exercises.flatMap(({ task, starter }) => [task, ...texts(starter)]),
      ...texts(files),
    ],
    hidden: hidden.flatMap(expectedOf),
  };
}

/** What a test expects, as literals of Python. A number alone is in every text. */
function expectedOf(test: GradeTest): string[] {
  switch (test.kind) {
    case 'call':
      return test.expect === undefined ? [] : [test.expect];
    case 'stdio':
      return test.expect
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => /\p{L}/u.test(line))
        .map((line) => `'${line}'`);
    case 'property':
    case 'suite':
      return [];
  }
}
