import { join } from 'node:path';
import { projectDir } from '../src/config.ts';
import { Courses } from '../src/course/courses.ts';
import { replaceLessonExercises } from '../src/grade/work.store.ts';
import { silentLog } from '../src/log.ts';
import { aSmallClass, type SmallClass } from './small-class.ts';
import type { Db } from '../src/storage/database.ts';

/** A class that works with the course that comes with the product. */
export interface CourseClass extends SmallClass {
  courses: Courses;
}

export async function aCourseClass(
  db: Db,
  exercises = ['first-steps/countdown', 'first-steps/times-table'],
): Promise<CourseClass> {
  const people = await aSmallClass(db);
  await db.transaction().execute((trx) => replaceLessonExercises(trx, people.lessonId, exercises));
  const courses = new Courses({ dir: join(projectDir, 'courses'), log: silentLog });
  await courses.reload();
  return { ...people, courses };
}
