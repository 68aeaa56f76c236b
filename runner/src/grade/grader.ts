/**
 * The grading engine. Nothing a submission does can do more than change what it claims or lose it:
 *
 * 1. The judge reads inputs and expected values from the tests, in a sandbox that never sees a learner's code.
 * 2. Every case of every test gets a fresh sandbox, the submission's files and its inputs, nothing else.
 * 3. One claimed value comes out, or none; the comparison happens here, on inert values.
 * 4. The score is the weight of the passed tests. Same submission, same score: chance is seeded by the test's name and
 *    sets keep one order.
 *
 * Never put an expected value, another test or a name of one into a case.
 */
import { availableParallelism } from 'node:os';

import { AppError } from '@learnflow/shared/errors';
import type {
  CheckedIn,
  GradeReport,
  Grader,
  GradeSpec,
  TestOutcome,
} from '@learnflow/shared/grade';

import type { Driver } from '../sandbox/driver.ts';
import type { CaseEnd } from './case-end.ts';
import { createJudge } from './judge.ts';
import type { PreparedTest } from './judge.ts';
import { hasFailed, planOf } from './plan.ts';
import type { Plan } from './plan.ts';
import { scoreOf } from './score.ts';
import { checkGradeSpec } from './spec.ts';
import { createTurns } from './turns.ts';
import { judgeTest } from './verdict.ts';
import { createWorkplace, sharesProcess } from './workplace.ts';
import type { Workplace } from './workplace.ts';

/** The longest a submission is worked on; tests not judged by then were not reached. */
const longestGradeMs = 3 * 60_000;

export interface GraderOptions {
  driver: Driver;
  /** Whether somebody waits for a run: then grading keeps to one sandbox. */
  isBusy?: () => boolean;
  log?: { warn(about: object, text: string): void };
}

export interface ClosableGrader extends Grader {
  /** Grades under way reject as unavailable. */
  close(): Promise<void>;
}

export function createGrader({ driver, isBusy, log }: GraderOptions): ClosableGrader {
  const turns = createTurns(Math.min(driver.places, availableParallelism() + 1), isBusy);
  const judge = createJudge();
  const running = new Set<{ end: () => void; report: Promise<unknown> }>();
  let isClosed = false;

  return {
    grade(spec, on = {}) {
      if (isClosed) return closedHandle();
      const problem = checkGradeSpec(spec);
      // That is a verdict too: trying again would not make it another one.
      if (problem !== undefined)
        return { report: Promise.resolve(unjudged(spec, problem)), stop: () => undefined };
      const work = createWorkplace(driver, turns.join(on.queued));
      const grade = new Grade(spec, { work, judge, driver, outcome: on.outcome });
      const report = grade.run().catch((error: unknown) => {
        if (!grade.isEnded)
          log?.warn({ gradeId: spec.gradeId, error: String(error) }, 'grade.failed');
        throw unavailable();
      });
      const entry = { end: () => grade.end('closed'), report };
      running.add(entry);
      report
        .catch(() => undefined)
        .finally(() => running.delete(entry))
        .catch(() => undefined);
      return { report, stop: () => grade.end('stopped') };
    },
    async close() {
      isClosed = true;
      const all = [...running];
      for (const entry of all) entry.end();
      await Promise.allSettled(all.map((entry) => entry.report));
    },
  };
}

const unavailable = (): AppError =>
  new AppError(
    'unavailable',
    'Grading stopped before it was done. Nothing was judged; it will be tried again.',
  );

function closedHandle(): { report: Promise<GradeReport>; stop(): void } {
  const report = Promise.reject<GradeReport>(unavailable());
  report.catch(() => undefined);
  return { report, stop: () => undefined };
}

/** A submission that no test was run for. */
function unjudged(spec: GradeSpec, message: string): GradeReport {
  const outcomes = spec.tests.map((test): TestOutcome => ({
    testId: test.id,
    status: 'not-reached',
    message,
    durationMs: 0,
  }));
  return {
    gradeId: spec.gradeId,
    outcomes,
    broken: [],
    ...scoreOf(spec.tests, outcomes, []),
    checkedIn: 'separate-process',
    durationMs: 0,
  };
}

interface GradeParts {
  work: Workplace;
  judge: ReturnType<typeof createJudge>;
  driver: Driver;
  outcome: ((outcome: TestOutcome) => void) | undefined;
}

/** One submission being graded. */
class Grade {
  readonly #spec: GradeSpec;
  readonly #parts: GradeParts;
  readonly #outcomes = new Map<string, TestOutcome>();
  readonly #over = Promise.withResolvers<'stopped' | 'closed' | 'late'>();
  /** Positions of broken constraints; undefined while they are not known. */
  #broken: number[] | undefined;
  #isEnded = false;

  constructor(spec: GradeSpec, parts: GradeParts) {
    this.#spec = spec;
    this.#parts = parts;
  }

  get isEnded(): boolean {
    return this.#isEnded;
  }

  end(why: 'stopped' | 'closed' | 'late'): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.#over.resolve(why);
    this.#parts.work.leave();
  }

  async run(): Promise<GradeReport> {
    const startedAt = performance.now();
    const late = setTimeout(() => this.end('late'), longestGradeMs);
    try {
      const judged = this.#judgeAll();
      judged.catch(() => undefined);
      const result = await Promise.race([judged, this.#over.promise]);
      if (result === 'closed') throw new Error('closed');
      return this.#report(Math.round(performance.now() - startedAt));
    } finally {
      clearTimeout(late);
      this.#isEnded = true;
      this.#parts.work.leave();
    }
  }

  async #judgeAll(): Promise<void> {
    const { tests, constraints, files, entry } = this.#spec;
    const { judge, work } = this.#parts;
    const prepared = await judge.prepare(work, tests);
    const visible = tests.flatMap((test, index) => (test.hidden ? [] : [index]));
    const hidden = tests.flatMap((test, index) => (test.hidden ? [index] : []));
    const judging = sharesProcess(this.#parts.driver)
      ? // Where cases share a process, what a hidden one was given could come back as the answer to a visible one.
        this.#runTests(visible, prepared).then(() => this.#runTests(hidden, prepared))
      : this.#runTests([...tests.keys()], prepared);
    const inspecting =
      constraints.length === 0 ? [] : judge.inspect(work, { files, entry }, constraints);
    [, this.#broken] = await Promise.all([judging, inspecting]);
  }

  async #runTests(which: number[], prepared: PreparedTest[]): Promise<void> {
    const { files, entry, tests, limits } = this.#spec;
    const plans = which.flatMap((index) => {
      const [test, ready] = [tests[index], prepared[index]];
      return test === undefined || ready === undefined ? [] : [planOf(test, ready, limits)];
    });
    const judging = plans
      .filter((plan) => plan.cases.length === 0)
      .map((plan) => this.#judge(plan, []));
    const places = plans.flatMap((plan) => plan.cases.map((one, at) => ({ plan, one, at })));
    await this.#parts.work.all(
      { files, entry },
      places.map((place) => place.one),
      (index, end) => {
        const place = places[index];
        if (place === undefined) return;
        const { plan, at } = place;
        plan.left -= 1;
        plan.ends[at] = end;
        if (end !== undefined && hasFailed(end, place.one))
          plan.failedAt = Math.min(plan.failedAt, at);
        if (plan.left > 0) return;
        const hole = plan.ends.indexOf(undefined);
        const ends = plan.ends.slice(0, hole < 0 ? plan.ends.length : hole);
        judging.push(this.#judge(plan, ends as CaseEnd[]));
      },
      (index) => {
        const place = places[index];
        return !this.#isEnded && place !== undefined && place.at < place.plan.failedAt;
      },
    );
    await Promise.all(judging);
  }

  async #judge({ test, ready, limits }: Plan, ends: CaseEnd[]): Promise<void> {
    const { judge, work, outcome } = this.#parts;
    const finding = await judgeTest({ judge, work, limits }, test, ready, ends);
    if (this.#isEnded) return;
    const durationMs = ends.reduce((sum, end) => sum + end.durationMs, 0);
    const judged: TestOutcome = { testId: test.id, ...finding, durationMs };
    this.#outcomes.set(test.id, judged);
    outcome?.(judged);
  }

  #report(durationMs: number): GradeReport {
    const { gradeId, tests, constraints } = this.#spec;
    const outcomes = tests.map(
      (test): TestOutcome =>
        this.#outcomes.get(test.id) ?? {
          testId: test.id,
          status: 'not-reached',
          message: 'Grading was stopped before this test.',
          durationMs: 0,
        },
    );
    // Nothing of a file that cannot be read passes; one that runs all the same hides what it is made of.
    const isRunning = outcomes.some((outcome) => outcome.status === 'pass');
    const broken = this.#broken ?? (isRunning ? [...constraints.keys()] : []);
    const brokenConstraints = constraints.filter((_constraint, index) => broken.includes(index));
    return {
      gradeId,
      outcomes,
      broken: brokenConstraints.map((constraint) => constraint.message),
      ...scoreOf(tests, outcomes, brokenConstraints),
      checkedIn: checkedInOf(this.#spec, this.#parts.driver),
      durationMs,
    };
  }
}

function checkedInOf({ tests }: GradeSpec, driver: Driver): CheckedIn {
  if (tests.some((test) => test.kind === 'suite')) return 'in-process';
  return sharesProcess(driver) ? 'shared-process' : 'separate-process';
}
