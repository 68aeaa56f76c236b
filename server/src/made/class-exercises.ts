import type { CourseView } from '@learnflow/shared';
import type { Courses } from '../course/courses.ts';
import { type LoadedCourse, type LoadedExercise, versionOf } from '../course/read-course.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { listMade, type MadeRow } from './made.store.ts';

type CourseFiles = Pick<Courses, 'find' | 'list' | 'findQuiz' | 'all'>;

/** A server that is asked for an exercise another one has made looks again, at most this often. */
const lookAgainMs = 1_000;

/**
 * Every exercise there is: first those of the courses' files, then those made for a class, which are kept in memory as
 * they never change. Whether somebody may have one is asked elsewhere; `courseOf` says whose it is.
 */
export class ClassExercises {
  readonly #db: Db;
  readonly #files: CourseFiles;
  readonly #log: Log;
  readonly #made = new Map<string, LoadedExercise>();
  #looking: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor({ db, files, log }: { db: Db; files: CourseFiles; log: Log }) {
    this.#db = db;
    this.#files = files;
    this.#log = log.child({ part: 'made exercises' });
  }

  async open(): Promise<this> {
    this.add(await listMade(this.#db));
    return this;
  }

  add(rows: readonly Pick<MadeRow, 'exercise'>[]): void {
    for (const { exercise } of rows) {
      this.#made.set(exercise.id, { exercise, version: versionOf(exercise) });
    }
  }

  /** @returns undefined when nobody has it (any more), or another server made it a moment ago */
  find(exerciseId: string): LoadedExercise | undefined {
    const found = this.#files.find(exerciseId) ?? this.#made.get(exerciseId);
    if (!found && isMadeId(exerciseId)) this.#lookAgain();
    return found;
  }

  /** The courses of files only: what was made for a class is listed with the class. */
  list(): CourseView[] {
    return this.#files.list();
  }

  all(): readonly LoadedCourse[] {
    return this.#files.all();
  }

  findQuiz(quizId: string): ReturnType<Courses['findQuiz']> {
    return this.#files.findQuiz(quizId);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#looking;
  }

  #lookAgain(): void {
    if (this.#looking || this.#timer) return;
    this.#timer = setTimeout(() => (this.#timer = undefined), lookAgainMs);
    this.#looking = this.open()
      .catch((error: unknown) => this.#log.error({ err: error }, 'made.unread'))
      .then(() => (this.#looking = undefined));
  }
}

/** @returns the first part of the ids of exercises made for a class */
export function courseOf(classId: string): string {
  return `made-${classId.replaceAll('-', '')}`;
}

export function isMadeId(exerciseId: string): boolean {
  return exerciseId.startsWith('made-');
}

/** Files may be given to any class, made exercises to their own only. */
export function isOfClass(exerciseId: string, classId: string): boolean {
  return !isMadeId(exerciseId) || exerciseId.startsWith(`${courseOf(classId)}/`);
}
