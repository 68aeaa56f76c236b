import { type Answer, type Explanation, tutorLimits } from '@learnflow/shared';
import { oneChange, printValues } from './strategies.ts';

interface Account {
  title: string;
  /** Paragraphs in Markdown; empty ones are left out. */
  parts: readonly string[];
  nextSteps: readonly string[];
  topic: string;
  offerPerson?: boolean;
}

export function answerOf({ title, parts, nextSteps, topic, offerPerson = false }: Account): Answer {
  const text = [`**${title}**`, ...parts.filter((part) => part !== '')].join('\n\n');
  return {
    agent: 'debug',
    text: text.slice(0, tutorLimits.answerChars),
    nextSteps: nextSteps.map(shortened).slice(0, tutorLimits.nextSteps),
    topic: topic.slice(0, 60),
    offerPerson,
  };
}

/** The first hint only: the others open one by one beside the program, after another try. */
export function ofExplanation({ title, what, why, question, family, hints }: Explanation): Answer {
  return answerOf({
    title,
    parts: [what, why, question, hints[0].length > tutorLimits.nextStepChars ? hints[0] : ''],
    nextSteps: [
      ...(hints[0].length > tutorLimits.nextStepChars ? [] : [hints[0]]),
      oneChange,
      printValues,
    ],
    topic: family,
  });
}

const shortened = (text: string): string =>
  text.length > tutorLimits.nextStepChars
    ? `${text.slice(0, tutorLimits.nextStepChars - 1)}…`
    : text;
