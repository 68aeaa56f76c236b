import {
  quizAnswerBody,
  quizFinishBody,
  quizOpenBody,
  type QuizResult,
  type QuizSummary,
} from '@learnflow/shared';
import { type Route, route, type RouteRequest } from '../http/route.ts';
import type { Caller } from '../room/access.port.ts';
import {
  answerQuestion,
  finishQuiz,
  listQuizzes,
  openQuiz,
  type QuizDeps,
} from './quiz.service.ts';

/** Quizzes of a room, for each student alone. */
export function quizRoutes(deps: QuizDeps): Route[] {
  const room = '/api/rooms/:roomId/quizzes';
  return [
    {
      method: 'get',
      path: room,
      summary: 'Quizzes about what the lesson works on, with one’s own results.',
      access: 'quiz.take',
      example: [exampleSummary],
      handle: (request) => listQuizzes(deps, ...roomOf(request)),
    },
    route({
      method: 'post',
      path: `${room}/open`,
      summary: 'Begin a quiz, or go on with it. Right answers are not in it.',
      access: 'quiz.take',
      body: quizOpenBody,
      example: exampleTry,
      handle: (request) => openQuiz(deps, ...roomOf(request), request.body.quiz),
    }),
    route({
      method: 'post',
      path: `${room}/answer`,
      summary: 'Answer one question; it is stored when this is answered.',
      access: 'quiz.take',
      body: quizAnswerBody,
      example: {},
      handle: async (request) => {
        await answerQuestion(deps, ...roomOf(request), request.body);
        return {};
      },
    }),
    route({
      method: 'post',
      path: `${room}/finish`,
      summary: 'End a try: its score, right answers and explanations.',
      access: 'quiz.take',
      body: quizFinishBody,
      example: {
        ...exampleTry,
        ...{ score: 100, right: 1 },
        answers: [{ right: 0, explanation: 'The right side is worked out once.' }],
      } satisfies QuizResult,
      handle: (request) => finishQuiz(deps, ...roomOf(request), request.body.tryId),
    }),
  ];
}

/** Routes that ask for a right always have a caller: `http/` refuses the request otherwise. */
function roomOf({ caller, params }: RouteRequest): [Caller, string] {
  if (!caller) throw new Error('A room route was reached without a caller');
  return [caller, params['roomId'] ?? ''];
}

const exampleSummary: QuizSummary = {
  ...{ id: 'first-steps/quiz-basics', title: 'Names and values', topics: ['Variables and input'] },
  ...{ questions: 6, best: 83, last: 67, tries: 2, isBegun: false },
};
const exampleTry = {
  ...{ id: '0b0c6a52-3a34-4e0c-9d1f-5f6f1d1a2b07', quiz: exampleSummary.id },
  title: exampleSummary.title,
  questions: [
    {
      ...{ kind: 'prints' as const, question: '', code: 'total = 4 * 3\nprint(total)\n' },
      ...{ choices: ['12', '4 * 3'], chosen: 0 },
    },
  ],
};
