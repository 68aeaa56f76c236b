import { type Answer, type Answerer, type Review, tutorLimits } from '@learnflow/shared';
import { reviewProgram } from './review.ts';

/** "is my code good?", "review this", "how can I make it better": what makes a question one for this agent. */
const asksForReview =
  /\b(review|feedback|rate|grade) (of )?(my|this|the|our)?\b|\b(my|this|the|our) (code|program|solution|function)\b.*\b(good|ok|okay|fine|clean|better|readable|right|well|improved?|nice|bad|messy|efficient|short(er)?|pythonic)\b|\b(improve|clean up|tidy|better|shorten|refactor)\b.*\b(code|program|solution|function|it|this)\b|\b(code|pep ?8) (quality|style|review)\b|\bpep ?8\b/i;

/** Answers "is my code good?" with what would help most in the learner's own lines, and the formula of the score. */
export const review: Answerer = {
  name: 'review',
  answer({ text, program, report }) {
    if (!asksForReview.test(text)) return undefined;
    const files = program?.files.filter(({ name }) => name === program.entry) ?? [];
    if (files.every((file) => file.text.trim() === '')) return noProgram;
    const reviewed = reviewProgram({
      files,
      given: [],
      ...(report
        ? { correctness: report.score, tests: { passed: report.passed, total: report.total } }
        : {}),
    });
    return {
      agent: 'review',
      text: textOf(reviewed).slice(0, tutorLimits.answerChars),
      nextSteps: reviewed.improve.map((step) => step.slice(0, tutorLimits.nextStepChars)),
      topic: 'code review',
      offerPerson: false,
    };
  },
};

const noProgram: Answer = {
  agent: 'review',
  text: 'There is no program in your file yet. Write a first try, however rough, and ask again.',
  nextSteps: ['Write a first try.'],
  topic: 'code review',
  offerPerson: false,
};

function textOf({ score, parts, improve }: Review): string {
  const weight = parts.reduce((sum, part) => sum + part.weight, 0);
  const formula = parts
    .map(({ name, points, weight: of }) => `${name} ${points} × ${of}`)
    .join(' + ');
  const judged = parts.some(({ name }) => name === 'correctness');
  return [
    `Your code reads **${score} out of 100**. This is advice and changes no mark.`,
    improve.length > 0
      ? `What would help most:\n\n${improve.map((step) => `- ${step}`).join('\n')}`
      : 'Nothing stands in a reader’s way.',
    `How it is worked out: (${formula}) ÷ ${weight}.${judged ? '' : ' Press Check, and the tests count as well.'}`,
  ].join('\n\n');
}
