import type { WithoutLeaks } from '@learnflow/shared';
import { atLine } from './family.ts';
import { generalHints, generalQuestion } from './general-words.ts';
import { leakFinder } from './leak.ts';

/** An explanation whose every text passed the leak check: what did not is said in general words. */
export const withoutLeaks: WithoutLeaks = (explanation, sources) => {
  const leaksOf = leakFinder(sources);
  const line = explanation.line ?? 0;
  const general = generalHints(line);
  const safe = (text: string, instead: string): string =>
    leaksOf(text).length === 0 ? text : instead;
  const [one, two, three] = explanation.hints;
  return {
    ...explanation,
    what: safe(explanation.what, `Something on ${atLine(line)} is not as it should be.`),
    why: safe(explanation.why, ''),
    question: safe(explanation.question, generalQuestion(line)),
    hints: [safe(one, general[0]), safe(two, general[1]), safe(three, general[2])],
  };
};
