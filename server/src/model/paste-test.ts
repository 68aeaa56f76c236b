import { randomUUID } from 'node:crypto';
import type { Grader, PassesMore, Question, RunFile } from '@learnflow/shared';
import type { Courses } from '../course/courses.ts';

/**
 * The paste test of an answer's code: the exercise's own tests, hidden ones too, in the same sandbox as attempts. Nothing
 * is stored, and nothing but yes or no comes out of it.
 * @returns undefined where no exercise is worked on
 */
export function createPassesMore(
  { grader, courses }: { grader: Grader; courses: Pick<Courses, 'find'> },
  { exercise, program }: Pick<Question, 'exercise' | 'program'>,
): PassesMore | undefined {
  const found = exercise && courses.find(exercise.id)?.exercise;
  if (!found || !program) return undefined;
  const { tests, constraints, limits } = found;
  const passed = async (files: readonly RunFile[]): Promise<number> => {
    const spec = { gradeId: randomUUID(), files: [...files], entry: program.entry };
    const { report } = grader.grade({
      ...{ ...spec, tests, constraints },
      ...(limits === undefined ? {} : { limits }),
    });
    return (await report).outcomes.filter(({ status }) => status === 'pass').length;
  };
  let before: Promise<number> | undefined;
  return async (files) => {
    before ??= passed(program.files);
    return (await passed(files)) > (await before);
  };
}
