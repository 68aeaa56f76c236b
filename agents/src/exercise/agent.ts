import { type Answer, type Answerer, type Question, tutorLimits } from '@learnflow/shared';
import { findTopic, parseExerciseRequest } from './request.ts';

/** "an exercise", "something to practise": what makes a question one for this agent. */
const asksForWork =
  /\b(exercises?|practi[cs]e|practi[cs]ing|tasks?|problems?|challenges?|something (else )?to (do|try|solve)|what (should|can|do) i (do|work on|try|solve) (next|now)|quiz)\b/i;

/**
 * Answers students who would like something to practise: one of the exercises the lesson has, or the offer to ask the
 * teacher. Students get what their teacher gives; nothing is made for them here.
 */
export const exercise: Answerer = {
  name: 'exercise',
  answer(question) {
    if (!asksForWork.test(question.text)) return undefined;
    const asked = parseExerciseRequest(question.text);
    const topic = 'topic' in asked ? asked.topic : undefined;
    const open = (question.exercises ?? []).filter(({ solved }) => !solved);
    const fitting = open.filter((one) => topic === undefined || isAbout(one.topic, asked));
    const [first] = fitting.filter(({ id }) => id !== question.exercise?.id).concat(fitting);
    return first ? suggestion(first, topic) : nothingLeft(question, topic);
  },
};

/** Courses name topics as they like: the words of the name say which it is. */
function isAbout(name: string, asked: ReturnType<typeof parseExerciseRequest>): boolean {
  if (!('topic' in asked)) return true;
  const found = findTopic(name.toLowerCase().split(/[^a-z]+/));
  return found !== undefined && found.of.some((one) => asked.topics.includes(one));
}

function suggestion(
  { title, topic, difficulty }: NonNullable<Question['exercises']>[number],
  asked: string | undefined,
): Answer {
  const about = asked === undefined ? topic : asked;
  return {
    agent: 'exercise',
    text: `Try **${title}** next: it is about ${lower(about)} and is ${difficulty}. You find it in your list of exercises, beside the one you work on.`,
    nextSteps: [`Open ${title}.`.slice(0, tutorLimits.nextStepChars)],
    topic: about.slice(0, 60),
    offerPerson: false,
  };
}

function nothingLeft({ exercises = [] }: Question, asked: string | undefined): Answer {
  const about = asked === undefined ? '' : ` about ${lower(asked)}`;
  const why =
    exercises.length > 0 && asked === undefined
      ? 'You have solved everything that this lesson has.'
      : `This lesson has no exercise${about} that is still open.`;
  return {
    agent: 'exercise',
    text: `${why} Your teacher can make you one${about}: raise your hand, and your question goes with it.`,
    nextSteps: ['Raise your hand with this question.'],
    topic: asked ?? 'exercises',
    offerPerson: true,
  };
}

/** As it stands in a sentence; short names in capitals stay. */
function lower(name: string): string {
  return /^[A-Z]{2}/.test(name) ? name : name.charAt(0).toLowerCase() + name.slice(1);
}
