/**
 * Everything that a text of a model must pass before anybody reads it, and again with each piece that is added. Cheap and
 * without a clock; only the paste test, which runs programs, stands apart.
 */
import type { AskRequest, FallbackReason } from '@learnflow/shared';
import { tutorLimits } from '@learnflow/shared';
import { listConcepts } from '../concepts/library.ts';
import { leakFinder } from '../explain/leak.ts';
import { createClaimCheck } from './claims.ts';
import { disguisesOf } from './disguises.ts';
import { createEchoCheck } from './echo.ts';
import { createExpectedCheck } from './expected.ts';
import { isReadable } from './readable.ts';

/** @returns why a text must not be shown; undefined: it may */
export type Guard = (text: string, isWhole: boolean) => FallbackReason | undefined;

/** What the student has: none of it can be given away to them. */
export function knownTo({ question }: Pick<AskRequest, 'question'>): string[] {
  const { text, program, lastRun, exercise, report, earlier } = question;
  return [
    text,
    ...(program?.files ?? []).map((file) => file.text),
    ...(lastRun?.files ?? []).map((file) => file.text),
    lastRun?.errorText ?? '',
    exercise?.task ?? '',
    report === undefined ? '' : JSON.stringify(report),
    ...earlier.flatMap((one) => [one.text, one.answer]),
  ];
}

/**
 * Examples of the library of concepts: anybody gets them who asks how something works, so that an idiom which happens to
 * stand in a solution too, such as a loop over the lines of a file, is not one of its secrets.
 */
function taughtToAll(): readonly string[] {
  taught ??= listConcepts().flatMap(({ examples }) => examples.map(({ code }) => code));
  return taught;
}
let taught: readonly string[] | undefined;

/**
 * @param prompt   what the model was told to be, and the mark around the student's data
 * @param builtIn  what the rules say; the student gets it anyway
 */
export function createGuard(
  request: Pick<AskRequest, 'question' | 'secrets'>,
  prompt: { orders: string; delimiter: string },
  builtIn: string,
): Guard {
  const known = [...knownTo(request), builtIn, ...taughtToAll()];
  const { solutions, hidden } = request.secrets;
  const findLeaks = leakFinder({ solutions, hidden, known });
  const holdsExpected = createExpectedCheck(hidden, known);
  const isEcho = createEchoCheck(prompt.orders, prompt.delimiter);
  const claimsMark = createClaimCheck(
    request.question.exercise?.task ?? '',
    request.question.report,
  );
  return (text, isWhole) => {
    if (text.length > tutorLimits.answerChars) return 'unreadable';
    const forms = [text, ...disguisesOf(text)];
    if (forms.some((form) => findLeaks(form).length > 0 || holdsExpected(form))) return 'leak';
    if (isEcho(forms)) return 'leak';
    if (!isReadable(text, request.question.text, isWhole)) return 'unreadable';
    return claimsMark(text) ? 'unreadable' : undefined;
  };
}
