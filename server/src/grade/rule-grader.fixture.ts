import { EventEmitter } from 'node:events';
import {
  type CourseView,
  exercise as exerciseSchema,
  type Grader,
  type GradeReport,
  type GradeSpec,
} from '@learnflow/shared';
import type { LoadedExercise } from '../course/read-course.ts';
import type { WorkDeps } from './work-deps.ts';

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
  /** The machine is so busy that even a right program meets its time limit. */
  isSlow = false;
  /** Awaited before every verdict. */
  gate: Promise<unknown> = Promise.resolve();

  grade(spec: GradeSpec, on: Parameters<Grader['grade']>[1] = {}): ReturnType<Grader['grade']> {
    this.judged.push(spec);
    return { report: this.#judge(spec, on), stop: () => undefined };
  }

  async #judge(spec: GradeSpec, on: Parameters<Grader['grade']>[1]): Promise<GradeReport> {
    await this.gate;
    if (this.isAway) throw new Error('The grader is away.');
    const isRight = !this.isSlow && spec.files.some(({ text }) => text.includes('return x * 2'));
    const outcomes = spec.tests.map((test) => {
      const status = isRight ? 'pass' : this.isSlow ? 'time' : 'error';
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

/** A worker's events without a worker. */
export function silentWorker(): WorkDeps['worker'] {
  return { events: new EventEmitter(), look: () => undefined };
}
