/** The debug agent: what went wrong, why, and one first hint. Never the line that mends it. */
import type { Answer, Answerer, EndedRun, Explanation, Question } from '@learnflow/shared';
import { explainRun } from '../explain/explain.ts';
import { parseTraceback } from '../explain/traceback.ts';

export const debug: Answerer = {
  name: 'debug',
  answer(question) {
    const run = pastedRun(question) ?? question.lastRun;
    const explanation = run && explainRun(run);
    return explanation && ofExplanation(explanation);
  },
};

/** A traceback in the question counts for more than the last run: it is what the student asks about. */
function pastedRun({ text, program }: Question): EndedRun | undefined {
  if (!parseTraceback(text)) return undefined;
  return {
    end: { reason: 'error', exitCode: 1, durationMs: 0, truncated: false },
    files: program?.files ?? [],
    entry: program?.entry ?? 'main.py',
    errorText: text,
  };
}

function ofExplanation({ title, what, why, question, family, hints }: Explanation): Answer {
  return {
    agent: 'debug',
    text: [`**${title}**`, what, why, question].join('\n\n'),
    nextSteps: [hints[0].slice(0, 200), 'Change one thing, then run it again.'],
    topic: family,
    offerPerson: false,
  };
}
