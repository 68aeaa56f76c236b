/**
 * The debug agent: what went wrong, why, a question and one first hint; never the line that mends it, and never a later hint.
 *
 * 1. A traceback in the question, since that is what is asked about.
 * 2. The error that is asked about by name, unless it is that of the last run.
 * 3. The last run, if it failed, or the last check, whichever the words point at.
 * 4. Without either: what the program most likely does not mean, and ways to look for a mistake.
 */
import type { Answer, Answerer, Question } from '@learnflow/shared';
import { explainRun } from '../explain/explain.ts';
import { explainMisconception } from '../explain/not-meant.ts';
import { findErrorName, meaningOf } from './error-names.ts';
import { explainReport } from './failing-test.ts';
import { pastedRun } from './pasted.ts';
import { answerOf, ofExplanation } from './present.ts';
import { oneChange, printValues, readAloud, smaller } from './strategies.ts';

const aboutTests = /\btests?\b|\bchecks?\b|\bexpected\b|\b(?:my|the) answer\b|\bresult\b/i;

export const debug: Answerer = {
  name: 'debug',
  answer(question) {
    const pasted = pastedRun(question);
    const explained = pasted && explainRun(pasted);
    if (explained) return ofExplanation(explained);
    const named = findErrorName(question.text);
    const ofRun = runAnswer(question);
    const ofReport = question.report && explainReport(question.report, question.program);
    if (named !== undefined && !ofRun?.of.includes(named)) return nameAnswer(named);
    const isAboutTests = aboutTests.test(question.text);
    return (isAboutTests ? ofReport : undefined) ?? ofRun?.answer ?? ofReport ?? general(question);
  },
};

/** `of`: Python's own words for the error. */
function runAnswer({ lastRun }: Question): { answer: Answer; of: string } | undefined {
  const explanation = lastRun && explainRun(lastRun);
  return explanation && { answer: ofExplanation(explanation), of: explanation.original };
}

function nameAnswer(name: string): Answer {
  return answerOf({
    title: `\`${name}\``,
    parts: [meaningOf(name) ?? ''],
    nextSteps: [
      'Read the last line of the message: it says what, the line number says where.',
      printValues,
    ],
    topic: name,
  });
}

function general({ program, lastRun }: Question): Answer {
  const found = program && explainMisconception(program.files, program.entry);
  if (found) {
    const steps = [found.hints[0], oneChange];
    return answerOf({
      title: found.title,
      parts: [found.what, found.question],
      nextSteps: steps,
      topic: found.family,
    });
  }
  return answerOf({
    title: 'How to find a mistake',
    parts: [
      lastRun
        ? 'Your last run ended without an error, so Python could do what the program says. The question is where that differs from what you want.'
        : 'Run your program first: then there is something to look at.',
      'What did you expect to happen, and what happens instead?',
    ],
    nextSteps: [printValues, smaller, readAloud],
    topic: 'strategies',
    offerPerson: true,
  });
}
