import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { CourseView } from '@learnflow/shared';
import type { Log } from '../log.ts';
import { type LoadedCourse, type LoadedExercise, readCourse } from './read-course.ts';
import type { LoadedQuiz } from './read-quiz.ts';

/** Editors write a file in several steps; the courses are read again when they have been quiet this long. */
const settleMs = 400;

/** The courses of this server, read from a folder and read again when its files change. */
export class Courses {
  readonly #dir: string;
  readonly #log: Log;
  #courses: LoadedCourse[] = [];
  #exercises = new Map<string, LoadedExercise>();
  #quizzes = new Map<string, LoadedQuiz>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #reading: Promise<void> = Promise.resolve();

  constructor({ dir, log }: { dir: string; log: Log }) {
    this.#dir = dir;
    this.#log = log.child({ part: 'courses' });
  }

  /** Reads everything once and watches from then on. A folder that is not there has no courses. */
  async open(): Promise<this> {
    await this.reload();
    try {
      this.#watcher = watch(this.#dir, { recursive: true, persistent: false }, () => {
        clearTimeout(this.#timer);
        this.#timer = setTimeout(() => void this.reload(), settleMs);
      });
      this.#watcher.on('error', (error) => this.#log.warn({ err: error }, 'courses.unwatched'));
    } catch (error) {
      this.#log.warn({ err: error }, 'courses.unwatched');
    }
    return this;
  }

  /** An exercise that cannot be read any more stays as it was, beside the sentence that says what is wrong. */
  reload(): Promise<void> {
    this.#reading = this.#reading.then(() => this.#read());
    return this.#reading;
  }

  list(): CourseView[] {
    return this.#courses.map(({ id, title, description, exercises, problems }) => ({
      ...{ id, title, description, problems },
      exercises: exercises.map(({ exercise }) => ({
        id: exercise.id,
        title: exercise.title,
        topic: exercise.topic,
        difficulty: exercise.difficulty,
        tests: exercise.tests.length,
        hidden: exercise.tests.filter((test) => test.hidden).length,
      })),
    }));
  }

  /** @returns undefined when no course has it (any more) */
  find(exerciseId: string): LoadedExercise | undefined {
    return this.#exercises.get(exerciseId);
  }

  findQuiz(quizId: string): LoadedQuiz | undefined {
    return this.#quizzes.get(quizId);
  }

  /** @returns every course as it was read, in order */
  all(): readonly LoadedCourse[] {
    return this.#courses;
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#watcher?.close();
    await this.#reading;
  }

  async #read(): Promise<void> {
    const names = await readdir(this.#dir, { withFileTypes: true }).catch(() => []);
    const folders = names.filter((each) => each.isDirectory() && !each.name.startsWith('.'));
    const courses: LoadedCourse[] = [];
    for (const { name } of folders.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      courses.push(this.#withOld(await readCourse(path.join(this.#dir, name))));
    }
    this.#courses = courses.filter(
      (course) => course.exercises.length + course.problems.length > 0,
    );
    this.#exercises = new Map(
      this.#courses.flatMap(({ exercises }) => exercises.map((each) => [each.exercise.id, each])),
    );
    this.#quizzes = new Map(
      this.#courses.flatMap(({ quizzes }) => quizzes.map((each) => [each.id, each])),
    );
    const problems = this.#courses.flatMap((course) => course.problems);
    if (problems.length > 0) this.#log.warn({ problems }, 'courses.problems');
    this.#log.info({ exercises: this.#exercises.size }, 'courses.read');
  }

  #withOld(course: LoadedCourse): LoadedCourse {
    const old = this.#courses.find(({ id }) => id === course.id);
    if (!old) return course;
    if (course.exercises.length === 0 && course.problems.length > 0 && course.broken.length === 0) {
      // course.yaml itself is broken.
      return { ...old, problems: course.problems };
    }
    const kept = course.broken.flatMap((id) => this.#exercises.get(id) ?? []);
    const keptQuizzes = course.broken.flatMap((id) => this.#quizzes.get(id) ?? []);
    return {
      ...course,
      exercises: [...course.exercises, ...kept],
      quizzes: [...course.quizzes, ...keptQuizzes],
    };
  }
}
