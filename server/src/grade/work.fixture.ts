import { EventEmitter } from 'node:events';
import {
  type CourseView,
  exercise as exerciseSchema,
  fileFields,
  filesKey,
  type Grader,
  type GradeReport,
  type GradeSpec,
} from '@learnflow/shared';
import { Registry } from 'prom-client';
import * as Y from 'yjs';
import { aSmallClass, type SmallClass } from '../../test/small-class.ts';
import { createClassEvents } from '../classroom/class-events.ts';
import { createCollab } from '../collab/collab.ts';
import type { LoadedExercise } from '../course/read-course.ts';
import { silentLog } from '../log.ts';
import { createAccess } from '../room/access.service.ts';
import type { Db } from '../storage/database.ts';
import { GradingWorker, type GradingWorkerOptions } from './grading-worker.ts';
import type { WorkDeps } from './work-deps.ts';
import { replaceLessonExercises } from './work.store.ts';

/** Texts that no student may ever get. */
export const secrets = {
  name: 'secret-name-7f3',
  args: '"secret-input-9c1"',
  expect: '"secret-answer-2b8"',
  solution: 'secret-solution-5d4',
} as const;

/** An exercise with one visible and two hidden tests. */
export function anExercise(slug = 'double'): LoadedExercise {
  const hidden = { hidden: true, category: 'edge cases', kind: 'call', function: 'double' };
  const exercise = exerciseSchema.parse({
    id: `test/${slug}`,
    title: 'Double it',
    topic: 'Functions',
    difficulty: 'easy',
    task: 'Write `double(x)`.',
    entry: `${slug}.py`,
    starter: [{ name: `${slug}.py`, text: 'def double(x):\n    pass\n' }],
    solution: [{ name: `${slug}.py`, text: `# ${secrets.solution}\n` }],
    tests: [
      { id: 'two', name: 'Two', kind: 'call', function: 'double', args: '2', expect: '4' },
      { ...hidden, id: 'hidden-one', name: secrets.name, args: secrets.args, expect: '0' },
      { ...hidden, id: 'hidden-two', name: 'other', args: '0', expect: secrets.expect },
    ],
  });
  return { exercise, version: `v1-${slug}` };
}

export function coursesOf(...all: LoadedExercise[]): {
  find: (id: string) => LoadedExercise | undefined;
  list: () => CourseView[];
} {
  return { find: (id) => all.find((one) => one.exercise.id === id), list: () => [] };
}

/** Judges by one rule, `return x * 2` passes, and can be told to fail, to hang or to wait. */
export class RuleGrader implements Grader {
  judged: GradeSpec[] = [];
  isAway = false;
  /** Awaited before every verdict. */
  gate: Promise<unknown> = Promise.resolve();

  grade(spec: GradeSpec, on: Parameters<Grader['grade']>[1] = {}): ReturnType<Grader['grade']> {
    this.judged.push(spec);
    return { report: this.#judge(spec, on), stop: () => undefined };
  }

  async #judge(spec: GradeSpec, on: Parameters<Grader['grade']>[1]): Promise<GradeReport> {
    await this.gate;
    if (this.isAway) throw new Error('The grader is away.');
    const isRight = spec.files.some(({ text }) => text.includes('return x * 2'));
    const outcomes = spec.tests.map((test) => {
      const status = isRight ? 'pass' : 'error';
      // What a careless report would give away.
      const said = test.kind === 'call' ? `${test.name} ${test.args} ${test.expect ?? ''}` : '';
      const outcome = { testId: test.id, status, durationMs: 1, message: said } as const;
      on?.outcome?.(outcome);
      return outcome;
    });
    return {
      gradeId: spec.gradeId,
      outcomes,
      broken: [],
      earned: isRight ? outcomes.length : 0,
      possible: outcomes.length,
      score: isRight ? 100 : 0,
      checkedIn: 'separate-process',
      durationMs: 1,
    };
  }
}

/** A class whose lesson works on `exercises`, with real documents and a worker of its own. */
export interface WorkWorld extends SmallClass {
  deps: WorkDeps;
  worker: GradingWorker;
  grader: RuleGrader;
  close(): Promise<void>;
}

export async function aWorkWorld(
  db: Db,
  {
    exercises = [anExercise()],
    grader = new RuleGrader(),
    ...options
  }: { exercises?: LoadedExercise[]; grader?: RuleGrader } & Partial<
    Pick<GradingWorkerOptions, 'clock' | 'onStep'>
  > = {},
): Promise<WorkWorld> {
  const people = await aSmallClass(db);
  const ids = exercises.map(({ exercise }) => exercise.id);
  await db.transaction().execute((trx) => replaceLessonExercises(trx, people.lessonId, ids));
  const clock = options.clock ?? { now: () => Date.now() };
  const access = createAccess({ db });
  const courses = coursesOf(...exercises);
  const log = silentLog;
  const collab = createCollab({
    ...{ db, access, clock, log, registry: new Registry() },
    findCaller: () => Promise.resolve(undefined),
    isAllowedOrigin: () => true,
  });
  const worker = new GradingWorker({ db, grader, courses, log, ...options, clock });
  worker.start();
  const { documents } = collab;
  return {
    ...people,
    grader,
    worker,
    deps: {
      ...{ db, access, documents, courses, worker, clock },
      rate: { take: () => undefined },
      events: createClassEvents(),
    },
    close: async () => {
      await worker.close();
      await collab.close();
    },
  };
}

/** Replaces the text of a file of the room, as typing does. */
export async function write(
  { deps }: Pick<WorkWorld, 'deps'>,
  roomId: string,
  fileId: string,
  text: string,
): Promise<void> {
  await deps.documents.change(roomId, { memberId: null, kind: 'typed' }, (doc) => {
    const file = doc.getMap<Y.Map<unknown>>(filesKey).get(fileId);
    const content = file?.get(fileFields.text);
    if (!(content instanceof Y.Text)) return;
    content.delete(0, content.length);
    content.insert(0, text);
  });
}

/** A worker's events without a worker. */
export function silentWorker(): WorkDeps['worker'] {
  return { events: new EventEmitter(), look: () => undefined };
}
