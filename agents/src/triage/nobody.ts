import type { Answer, Question } from '@learnflow/shared';
import { decide, type NobodyKind } from './decide.ts';

const askLikeThis = [
  'Ask about one idea, for example "What is a list?"',
  'Run your program, then ask what the error means.',
];

const texts: Record<NobodyKind, Pick<Answer, 'text' | 'nextSteps' | 'offerPerson'>> = {
  care: {
    text: "Thank you for saying this. A person can help with this, and a program cannot. Please tell your teacher or another grown-up you trust, today. You don't have to explain it all. If you are in danger right now, get to somebody near you or call the emergency number.",
    nextSteps: ['Raise your hand: somebody comes to you.'],
    offerPerson: true,
  },
  orders: {
    text: 'That is not possible here. This help is for learning to program: ask what an error means or how something in Python works.',
    nextSteps: askLikeThis,
    offerPerson: true,
  },
  solution: {
    text: 'Solutions are not given away: finding them is what you are here for. Say what you have tried, run it, and ask what it does; or raise your hand and go through it with somebody.',
    nextSteps: ['Write only the first small step, and run it.', ...askLikeThis.slice(1)],
    offerPerson: true,
  },
  device: {
    text: 'Your computer cannot be seen from here. Raise your hand, and somebody has a look at it.',
    nextSteps: [],
    offerPerson: true,
  },
  greeting: {
    text: 'Hello! Ask whatever you want to know about Python or about your program.',
    nextSteps: askLikeThis,
    offerPerson: false,
  },
  who: {
    text: 'This is a program, not a person: rules that know Python, errors and your exercises. Ask about those. For everything else there is your teacher.',
    nextSteps: askLikeThis,
    offerPerson: true,
  },
  unknown: {
    text: 'There is no built-in answer to that. Your teacher can help: raise your hand, and your question goes with it.',
    nextSteps: askLikeThis,
    offerPerson: true,
  },
};

/** The answer when no agent has one. It says so, and offers a person. */
export function nobodyAnswers(question: Question): Answer {
  const decision = decide(question);
  const { text, nextSteps, offerPerson } =
    texts[decision.agent === null ? decision.kind : 'unknown'];
  return { agent: null, text, nextSteps: [...nextSteps], offerPerson };
}
