import type { AttemptProgress, AttemptView, ExerciseWork, TestOutcome } from '@learnflow/shared';
import { t } from '../i18n/t.ts';

export interface TestRowView {
  id: string;
  name: string;
  input: string;
  state: 'pass' | 'fail' | 'none';
  outcome: TestOutcome | undefined;
}

/**
 * The visible tests of an exercise as rows: with the outcomes of the last verdict, and while the next one is made with
 * what is known of it already.
 */
export function testRows(
  exercise: ExerciseWork,
  judged: AttemptView | undefined,
  progress: AttemptProgress | null,
): TestRowView[] {
  const fresh = new Map(progress?.outcomes.map(({ testId, status }) => [testId, status]));
  const known = new Map(judged?.result?.outcomes.map((one) => [one.testId, one]));
  return exercise.tests.map(({ id, name, input }) => {
    const status = progress ? fresh.get(id) : known.get(id)?.status;
    return {
      ...{ id, name, input },
      state: status === undefined ? 'none' : status === 'pass' ? 'pass' : 'fail',
      outcome: progress ? undefined : known.get(id),
    };
  });
}

/** @returns in a few words why a test does not pass, when there is no value to show beside the expected one */
export function failWords({ status, error, message, diff }: TestOutcome): string | undefined {
  if (status === 'time') return t('test.time');
  if (status === 'memory') return t('test.memory');
  if (status === 'output') return t('test.output');
  if (status === 'not-reached') return message ?? t('test.notReached');
  if (status === 'error' && error) {
    return error.line === undefined
      ? t('test.stopped', { error: error.type })
      : t('test.stopped.line', { error: error.type, n: error.line });
  }
  return message ?? diff?.hint;
}
