/**
 * Marks that a model gives. It knows none: marks come from tests. Whoever states one was told to by somebody, so that the
 * rest of the text is not to be trusted either: the whole answer is held back, not the sentence.
 *
 * Programs about marks are talked about like all others: where the task has the word itself, only what is said about the
 * student counts. The task alone decides: whatever a student writes could be there to switch this off.
 */
import type { StudentReport } from '@learnflow/shared';
import { proseOf } from './code-blocks.ts';

const amount = String.raw`(?:\d{1,3}(?:\.\d+)?\s*(?:%|/\s*\d{1,3}|out of \d{1,3})?|(?-i:[A-F])(?:[+-]|(?![\w'’]))|full|perfect|top|maximum|passed|pass\b)`;
const word = '(?:scores?|marks?|grades?|points|verdict|rating)';

/** About the student's work, whatever the program is about. */
const always = [
  /\b(?:full|perfect|top|maximum|highest|all)\s+(?:the\s+)?(?:marks|scores?|points|grade|credits?)\b/i,
  new RegExp(`\\byour?\\s+(?:\\w+\\s+){0,3}?${word}\\b[^.\\n]{0,25}?\\b${amount}`, 'i'),
  new RegExp(
    `\\b(?:I|we|tutor|teacher|grader)\\b[^.\\n]{0,25}\\b(?:give|award|grant|rate|mark|grade|score)s?\\b[^.\\n]{0,40}?\\b${amount}`,
    'i',
  ),
  /\b100\s*(?:%|per ?cent|\/\s*100|out of 100)\s*(?:correct|right|complete|done|solved)?/i,
  /\b(?:graded?|marked|scored|rated)\b[^.\n]{0,20}(?:\b\d{1,3}\b|(?-i:\b[A-F])(?:[+-]|(?![\w'’]))|passed\b)/i,
  /\b(?:exercise|task|assignment|submission|solution|attempt)\s+(?:is|was|has been)\s+(?:now\s+)?(?:accepted|passed|approved|completed?|graded)\b/i,
  /\b(?:you|student)\s+(?:have\s+)?(?:passed|pass|aced)\s+(?:the\s+|this\s+)?(?:exercise|task|assignment|exam|test\b|course|lesson)/i,
  /\b\d{1,3}\s*(?:points?\s+|marks?\s+)?(?:\/|out of)\s*(?:10|20|50|100)\b(?!\s*=)/i,
  new RegExp(
    `\\b(?:program|code|solution|work|submission|answer)\\b[^.\\n]{0,12}\\b(?:gets?|deserves?|earns?|receives?|is worth)\\b[^.\\n]{0,15}\\b${amount}`,
    'i',
  ),
];
/** The same where the mark itself stands in backticks or in a block. */
const anywhere = new RegExp(`\\b${word}\\b[^.\\n]{0,25}\\b\\d{1,3}\\s*(?:/|out of)\\s*100\\b`, 'i');
/** Only where the task has no such word. */
const bare = [
  new RegExp(
    `\\b${word}\\b["'*_]*\\s*(?:is|was|will be|of|[:=→-]+)\\s*["'*_]*(?:now\\s+)?${amount}`,
    'i',
  ),
  new RegExp(`\\b(?:final|total|overall)\\s+${word}\\b[^.\\n]{0,15}\\b${amount}`, 'i'),
];

/** @returns a check whether a text states a mark, or that tests pass which do not */
export function createClaimCheck(
  task: string,
  report: StudentReport | undefined,
): (text: string) => boolean {
  const isAboutMarks = new RegExp(`(?:\\b|_)${word}(?:\\b|_)`, 'i').test(task);
  return (text) => {
    const said = proseOf(text).replace(/\s+/g, ' ');
    // A mark may stand in a block of its own: { "score": 100 }.
    const whole = text.replace(/[`*]|(?<!\w)_+|_+(?!\w)/g, ' ').replace(/\s+/g, ' ');
    if (always.some((pattern) => pattern.test(said)) || anywhere.test(whole)) return true;
    if (!isAboutMarks && bare.some((pattern) => pattern.test(whole))) return true;
    return claimsTests(said, report);
  };
}

/** Not said to be so, but wanted or asked. */
const wished =
  /\b(?:if|when|until|once|before|so that|make|not|whether|which|do|does|will|should)\b/i;

/** "All tests pass", "7 of 8 tests pass": as the report has it, or not at all. */
function claimsTests(said: string, report: StudentReport | undefined): boolean {
  const passed = report?.passed;
  const total = report?.total;
  const all =
    /\b(?:all|every|each)\b[^.?]{0,20}\btests?\b[^.?]{0,15}\b(?:pass(?:es|ed)?|green|succeed(?:ed|s)?)\b|\bpass(?:es|ed)?\s+(?:all|every)\b[^.?]{0,20}\btests?\b/i;
  const isClaimed = said
    .split(/[.?!]/)
    .some((sentence) => all.test(sentence) && !wished.test(sentence));
  if (isClaimed && (passed === undefined || passed !== total)) return true;
  const some = /\b(\d+)\s*(?:of|out of|\/)\s*(?:the\s+|your\s+)?(\d+)\s+tests?\b/i.exec(said);
  return some !== null && (Number(some[1]) !== passed || Number(some[2]) !== total);
}
