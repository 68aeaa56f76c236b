import {
  assignMadeBody,
  makeExercisesBody,
  type MadeExercise,
  noticesSeenBody,
} from '@learnflow/shared';
import { type Route, route, type RouteRequest } from '../http/route.ts';
import { assignMade, seeNotices } from './assign.service.ts';
import type { MadeDeps } from './made-deps.ts';
import { listClassExercises, makeExercises } from './make.service.ts';

const example: MadeExercise = {
  id: 'made-5e4d3c2b1a094f8e9d7c6b5a49382716/comp-keep-e1z4',
  title: 'Only more than 8 goals',
  topic: 'List comprehensions',
  difficulty: 'easy',
  tests: 5,
  hidden: 3,
  task: 'Write `kept(numbers)`: a new list with only those numbers that are larger than 8.',
  starter: [{ name: 'kept.py', text: 'def kept(numbers):\n    return None\n' }],
  solution: [
    {
      name: 'kept.py',
      text: 'def kept(numbers):\n    return [number for number in numbers if number > 8]\n',
    },
  ],
  draftedBy: null,
};

/** Exercises made for a class, giving them to students, and what students were told of it. */
export function madeRoutes(deps: MadeDeps): Route[] {
  const path = '/api/lessons/:lessonId/made-exercises';
  return [
    route({
      method: 'post',
      path,
      summary:
        'Make exercises out of a sentence; each is proved in the sandbox first. Of an unknown topic a model may draft one, else the topics are listed.',
      access: 'class.manage',
      body: makeExercisesBody,
      example: { exercises: [example], offered: [], askedModel: false, canDraft: false },
      handle: (request) => makeExercises(deps, placeOf(request), request.body),
    }),
    {
      method: 'get',
      path,
      summary: 'The exercises made for this class, with their solutions.',
      access: 'class.manage',
      example: [example],
      handle: (request) => listClassExercises(deps, placeOf(request).classId),
    },
    route({
      method: 'post',
      path: `${path}/assign`,
      summary: 'Give made exercises to everybody in the class, or to some; they are told.',
      access: 'class.manage',
      body: assignMadeBody,
      example: { exercises: [example.id] },
      handle: async (request) => ({
        exercises: await assignMade(deps, placeOf(request), request.body),
      }),
    }),
    route({
      method: 'post',
      path: '/api/lessons/:lessonId/notices/seen',
      summary: 'What one was given up to this moment has been shown, and is not shown again.',
      access: 'room.work',
      body: noticesSeenBody,
      example: {},
      handle: async (request) => {
        await seeNotices(deps, placeOf(request), request.body.until);
        return {};
      },
    }),
  ];
}

/** Routes that ask for a right always have a membership: `http/` refuses the request otherwise. */
function placeOf({ membership, params }: RouteRequest): {
  classId: string;
  memberId: string;
  lessonId: string;
} {
  if (!membership) throw new Error('A class route was reached without a place in the class');
  const { classroomId: classId, memberId } = membership;
  return { classId, memberId, lessonId: params['lessonId'] ?? '' };
}
