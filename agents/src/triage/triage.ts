/** Says to whom a question goes and why, in words for the student. */
import type { AnsweringAgent, Question, Route } from '@learnflow/shared';
import { type Decision, decide } from './decide.ts';

const asked: Record<AnsweringAgent, string> = {
  debug: 'About something that goes wrong in your program, so the Debug tutor takes it.',
  concepts: 'About how Python works, so the Concepts tutor takes it.',
  review: 'About how good your program is, so the Review tutor takes it.',
  progress: 'About how far you are, so the Progress tutor takes it.',
  exercise: 'You want something to practise, so the Exercise tutor takes it.',
};
const names: Record<AnsweringAgent, string> = {
  debug: 'Debug',
  concepts: 'Concepts',
  review: 'Review',
  progress: 'Progress',
  exercise: 'Exercise',
};
/** What is put off when somebody asks for two things. */
const afterwards: Record<AnsweringAgent, string> = {
  debug: 'the error',
  concepts: 'the explanation',
  review: 'your code',
  progress: 'your progress',
  exercise: 'a new exercise',
};

export function route(question: Question): Route {
  const decision = decide(question);
  return { agent: decision.agent, reason: reasonOf(decision, question) };
}

function reasonOf(decision: Decision, { exercise }: Question): string {
  if (decision.agent === null) return reasonForPerson[decision.kind];
  const { agent, ground, later } = decision;
  const takes = `so the ${names[agent]} tutor takes it.`;
  switch (ground) {
    case 'asked': {
      const next = later[0];
      if (next === undefined) return asked[agent];
      return `You ask for two things: the ${names[agent]} tutor begins, and you can ask about ${afterwards[next]} next.`;
    }
    case 'error-shown':
      return `About an error that Python shows, ${takes}`;
    case 'failed-run':
      return `Your last run did not go well, ${takes}`;
    case 'failed-test':
      return `A test does not pass yet, ${takes}`;
    case 'follow-up':
      return `You go on with what you asked before, ${takes}`;
    case 'likeness':
      return `Most like the questions that the ${names[agent]} tutor takes, so it has a try.`;
    case 'exercise':
      return `Your exercise is about ${exercise?.topic ?? 'Python'}, so the Concepts tutor begins with that.`;
  }
}

const reasonForPerson = {
  care: 'This is for a person who listens, not for a program.',
  orders: 'This is not a question about learning to program, so no tutor takes it.',
  device: 'This is about the computer in front of you, so a person should look at it.',
  solution: 'Nobody gives solutions away here, so a person can help you with the next step.',
  greeting: 'You did not ask anything yet.',
  who: 'You ask about the tutors themselves.',
  unknown: 'No tutor here knows about this, so a person should look at it.',
} as const;
