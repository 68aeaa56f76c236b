import type { AlertRule, Severity, StruggleRules } from '@learnflow/shared';
import type { FailedRun, StudentState, Work } from './state.ts';

/** Errors from further back belong to another try. */
const sameErrorWithinMs = 30 * 60_000;
/** Who has done nothing for so long is idle, not stuck. */
export const idleAfterMs = 3 * 60_000;
/** Words are true for a while. */
const saidForMs = 10 * 60_000;
const minuteMs = 60_000;

/** A rule that holds, with what a person needs to understand it. */
export interface Trouble {
  rule: AlertRule;
  severity: Severity;
  /** One sentence without the name. */
  reason: string;
  errorCount: number;
  /** When it was last shown, epoch ms: what was told before needs something newer to be told again. */
  newest: number;
  line: number | null;
  /** That line as it was when it failed. */
  lineText: string;
  runs: readonly FailedRun[];
}

/**
 * @param work  what the student works on now; undefined: nothing yet
 * @returns the rules that hold now, the gravest first
 */
export function findTroubles(
  student: Pick<StudentState, 'saidAt' | 'quiz' | 'activeAt' | 'exercise'>,
  work: Work | undefined,
  rules: StruggleRules,
  now: number,
): Trouble[] {
  const troubles = [
    work && !work.solved ? failedRuns(work, rules) : undefined,
    work && !work.solved ? sameError(work, rules, now) : undefined,
    work && !work.solved ? wrongAnswers(work, rules) : undefined,
    saysSo(student.saidAt, work, rules, now),
    work && !work.solved ? stuck(student, work, rules, now) : undefined,
    lowQuiz(student.quiz, rules),
  ].filter((trouble) => trouble !== undefined);
  const [first] = troubles;
  // Two rules at once are worse than each alone.
  if (first && troubles.length > 1) first.severity = 'high';
  return troubles;
}

function sameError(work: Work, rules: StruggleRules, now: number): Trouble | undefined {
  const last = work.failed.at(-1);
  if (!last) return undefined;
  const same = work.failed.filter(
    ({ failure, at }) => failure === last.failure && now - at <= sameErrorWithinMs,
  );
  const [first] = same;
  if (!first || same.length < rules.sameError) return undefined;
  const minutes = Math.max(1, Math.round((last.at - first.at) / minuteMs));
  const isOneLine = last.line !== null && same.every(({ line }) => line === last.line);
  const where =
    last.line === null ? '' : isOneLine ? ` on line ${last.line}` : `, last on line ${last.line}`;
  return {
    ...aTrouble('same_error', 'medium', same),
    reason: `${same.length} × ${last.failure} in ${minutes} min${where}`,
    errorCount: same.length,
    newest: last.at,
  };
}

function failedRuns(work: Work, rules: StruggleRules): Trouble | undefined {
  if (work.failedInRow < rules.failedRuns) return undefined;
  const last = work.failed.at(-1);
  const ended = last
    ? `, the last with ${last.failure}${last.line === null ? '' : ` on line ${last.line}`}`
    : '';
  return {
    ...aTrouble('failed_runs', 'high', work.failed),
    reason: `${work.failedInRow} failed runs in a row${ended}`,
    errorCount: work.failedInRow,
    newest: last?.at ?? 0,
  };
}

function wrongAnswers(work: Work, rules: StruggleRules): Trouble | undefined {
  if (work.wrong < rules.wrongAnswers) return undefined;
  const passed = work.best === 1 ? '1 test passes' : `${work.best ?? 0} tests pass`;
  return {
    ...aTrouble('wrong_answers', 'medium', work.failed),
    reason: `${work.wrong} checks without getting further: ${passed} at best`,
    errorCount: work.wrong,
    newest: work.wrongAt,
  };
}

function saysSo(
  saidAt: number | null,
  work: Work | undefined,
  rules: StruggleRules,
  now: number,
): Trouble | undefined {
  if (!rules.saysSo || saidAt === null || now - saidAt > saidForMs) return undefined;
  return {
    ...aTrouble('says_so', 'medium', work?.failed ?? []),
    reason: 'Says that they are stuck',
    errorCount: 1,
    newest: saidAt,
  };
}

/** Time passes also for those who think; who does nothing at all is idle. */
function stuck(
  { activeAt, exercise }: Pick<StudentState, 'activeAt' | 'exercise'>,
  work: Work,
  rules: StruggleRules,
  now: number,
): Trouble | undefined {
  if (activeAt === null || now - activeAt >= idleAfterMs) return undefined;
  // In free work nobody says how far it should get: only whoever fails can be stuck.
  if (exercise === '' && work.failedInRow === 0) return undefined;
  const minutes = Math.floor((now - work.furtherAt) / minuteMs);
  if (minutes <= rules.stuckMinutes) return undefined;
  return {
    ...aTrouble('stuck', 'medium', work.failed),
    reason: `${minutes} min of work without getting further`,
    errorCount: work.failedInRow,
    newest: now,
  };
}

function lowQuiz(quiz: StudentState['quiz'], rules: StruggleRules): Trouble | undefined {
  if (!quiz || quiz.score >= rules.quizBelow) return undefined;
  const reason = `${quiz.score} % in the quiz ${quiz.name}`;
  return { ...aTrouble('quiz', 'low', []), reason, errorCount: 1, newest: quiz.at };
}

function aTrouble(rule: AlertRule, severity: Severity, runs: readonly FailedRun[]) {
  const last = runs.at(-1);
  return { rule, severity, runs, line: last?.line ?? null, lineText: last?.text ?? '' };
}
