import type { Answer, Question } from '@learnflow/shared';

/** The answer when no agent has one. It says so, and offers a person. */
export function nobodyAnswers(question: Question): Answer {
  const what = question.exercise ? ` about **${question.exercise.title}**` : '';
  return {
    agent: null,
    text: `I don't know that one. Your teacher can help${what}: raise your hand, and your question goes with it.`,
    nextSteps: [
      'Ask about one word of Python, for example "What is a list?"',
      'Run your program, then ask what the error means.',
    ],
    offerPerson: true,
  };
}
