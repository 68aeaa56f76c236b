/** What a check found, told from its first visible test that does not pass. */
import type { Answer, EndedRun, Question, StudentReport, TestOutcome } from '@learnflow/shared';
import { explainMisconception } from '../explain/not-meant.ts';
import { explainRun } from '../explain/explain.ts';
import { describeDifference } from './difference.ts';
import { answerOf, ofExplanation } from './present.ts';
import { byHand, printValues, smaller } from './strategies.ts';

type Program = NonNullable<Question['program']>;

/** @returns undefined when everything a student may see is right */
export function explainReport(
  report: StudentReport,
  program: Program | undefined,
): Answer | undefined {
  const wrong = report.outcomes.find(({ status }) => status !== 'pass');
  if (wrong) return explainOutcome(wrong, program);
  const [broken] = report.broken;
  if (broken !== undefined) {
    return answerOf({
      title: 'Something the task asks for is missing',
      parts: [broken, 'Your tests pass, so it is about how the program is written.'],
      nextSteps: ['Read the task once more: which way of doing it does it name?'],
      topic: 'constraint',
    });
  }
  const hidden = report.hidden.find(({ passed, count }) => passed < count);
  if (!hidden) return undefined;
  const about = hidden.category === '' ? '' : ` They are about: ${hidden.category}.`;
  return answerOf({
    title: 'The tests you can see pass, others do not yet',
    parts: [
      `${String(hidden.count - hidden.passed)} of ${String(hidden.count)} hidden tests do not pass.${about}`,
      'Which inputs are unusual? Nothing at all, only one item, 0, negative numbers, the same twice, very long ones.',
      ...notMeant(program),
    ],
    nextSteps: [
      'Try your program with each of these by hand, and write down what you expect first.',
    ],
    topic: 'hidden-tests',
  });
}

function explainOutcome(outcome: TestOutcome, program: Program | undefined): Answer {
  const { status, diff, message } = outcome;
  const explained = program && explainRun(runOf(outcome, program));
  if (explained) return ofExplanation(explained);
  if (status === 'not-reached') {
    return answerOf({
      title: 'The test did not get as far as your code',
      parts: [
        'Your program stopped while it was being loaded. Run it first: the error says where.',
      ],
      nextSteps: ['Run the program, then ask what the error means.'],
      topic: 'not-reached',
    });
  }
  if (!diff) {
    const said = message ?? 'It ended in another way than the test wants.';
    return answerOf({
      title: 'A test does not pass yet',
      parts: [said],
      nextSteps: [byHand, printValues],
      topic: 'test',
    });
  }
  const { kind, says, look } = describeDifference(diff, prints(program));
  return answerOf({
    title: 'A test does not pass yet',
    parts: [
      `Expected \`${oneLine(diff.expected)}\`, got \`${oneLine(diff.got)}\`.`,
      says,
      look,
      ...notMeant(program),
    ],
    nextSteps: [byHand, printValues, smaller],
    topic: kind,
  });
}

/** The end of a test as the end of a run, for those that ended with an error or at a limit. */
function runOf({ status, error }: TestOutcome, { files, entry }: Program): EndedRun {
  const reason =
    status === 'wrong' || status === 'not-reached' || status === 'pass' ? 'finished' : status;
  const end = { reason, exitCode: 1, durationMs: 0, truncated: false } as const;
  return { end: error ? { ...end, error } : end, files, entry, errorText: '' };
}

/** What the program most likely does not mean. */
function notMeant(program: Program | undefined): string[] {
  const found = program && explainMisconception(program.files, program.entry);
  return found ? [`Have a look at line ${String(found.line ?? 0)}: ${found.what}`] : [];
}

const prints = (program: Program | undefined): boolean =>
  program?.files.some(({ text }) => /\bprint\s*\(/.test(text)) ?? false;

const oneLine = (text: string): string => {
  const line = text.trimEnd().replaceAll('\n', '↵').replaceAll('`', "'");
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
};
