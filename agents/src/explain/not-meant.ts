import { explainLimits, type Explanation, type ExplainMisconception } from '@learnflow/shared';
import { q } from './family.ts';
import { findMisconceptions } from './misconceptions.ts';

/**
 * Findings that change what a program answers, those that most likely do first. What is only roundabout, such as comparing
 * with `True`, is no reason for a wrong answer and is not told here.
 */
const causes = [
  'return-too-early',
  'missing-return',
  'prints-not-returns',
  'or-literal',
  'changed-while-looping',
  'range-off-by-one',
  'kept-none',
  'dropped-result',
  'used-before-value',
  'repeated-row',
  'alias',
  'mutable-default',
  'parameter-overwritten',
  'counter-changed',
  'loop-over-number',
  'true-division',
  'appended-nothing',
  'after-return',
  'unreachable-branch',
  'is-literal',
  'shadowed-builtin',
  'unused-value',
  'changed-type',
];

/** The most likely cause, one only: several at once help nobody. */
export const explainMisconception: ExplainMisconception = (files, entry) => {
  try {
    return explainLikeliest(files, entry);
  } catch {
    // A mistake of ours in a rare program; the list of tests still says what is wrong.
    return undefined;
  }
};

function explainLikeliest(
  ...[files, entry]: Parameters<ExplainMisconception>
): Explanation | undefined {
  const [first] = files
    .filter(({ name }) => name.endsWith('.py'))
    .flatMap(({ name, text }) =>
      findMisconceptions(name, text).map((one) => ({ ...one, file: name })),
    )
    .filter(({ id }) => causes.includes(id))
    .sort(
      (a, b) =>
        causes.indexOf(a.id) - causes.indexOf(b.id) ||
        Number(b.file === entry) - Number(a.file === entry),
    );
  if (!first) return undefined;
  const here = `line ${String(first.line)}`;
  const it = first.names[0] === undefined ? 'the values' : q(first.names[0]);
  return {
    family: first.id,
    title: `Have a look at ${here}`,
    what: first.text.slice(0, explainLimits.textChars),
    why: '',
    question: `Is that what you mean ${here} to do?`,
    ...{ file: first.file, line: first.line, original: '', concept: first.concept },
    hints: [
      `Take the first test that does not pass and go through the program by hand up to ${here}. What is ${it} then?`,
      `Print ${it} just before ${here} and just after it, and run the program with the values of that test. Where does it differ from what you expect?`,
      `Say in words what ${here} should do, and then what it does now: that is said above. Change only that, and check again.`,
    ],
    specific: true,
  };
}
