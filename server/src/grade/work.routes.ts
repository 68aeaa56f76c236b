import {
  attemptBody,
  type AttemptView,
  lessonExercisesBody,
  openExerciseBody,
} from '@learnflow/shared';
import { type Route, route, type RouteRequest } from '../http/route.ts';
import type { Caller } from '../room/access.port.ts';
import { getAttemptFiles, makeAttempt } from './attempt.service.ts';
import { getPulse } from './pulse.service.ts';
import {
  getLessonExercises,
  getRoomWork,
  openExercise,
  setLessonExercises,
} from './work.service.ts';
import type { WorkDeps } from './work-deps.ts';
import {
  exampleReview,
  exampleAttempt,
  exampleCourse,
  examplePulse,
  exampleWork,
} from './work.examples.ts';

/** Courses, what a lesson works on, and the attempts of its rooms. */
export function workRoutes(deps: WorkDeps): Route[] {
  const room = '/api/rooms/:roomId/work';
  const lesson = '/api/lessons/:lessonId';
  return [
    {
      method: 'get',
      path: '/api/courses',
      summary: 'The courses of this server with their exercises.',
      access: 'teacher',
      example: [exampleCourse],
      handle: () => Promise.resolve(deps.courses.list()),
    },
    route({
      method: 'post',
      path: `${lesson}/exercises`,
      summary:
        'Say what the lesson works on from now on, in this order; an empty list is free work.',
      access: 'class.manage',
      body: lessonExercisesBody,
      example: { exercises: [exampleAttempt.exercise] },
      handle: async ({ params, membership, body }) => ({
        exercises: await setLessonExercises(
          deps,
          { lessonId: params['lessonId'] ?? '', classId: membership?.classroomId ?? '' },
          body.exercises,
        ),
      }),
    }),
    {
      method: 'get',
      path: `${lesson}/exercises`,
      summary: 'What the lesson works on.',
      access: 'class.watch',
      example: { exercises: [exampleAttempt.exercise] },
      handle: async ({ params }) => ({
        exercises: await getLessonExercises(deps, params['lessonId'] ?? ''),
      }),
    },
    {
      method: 'get',
      path: `${lesson}/pulse`,
      summary: 'Tests × students of one exercise (`?exercise=`): who passes what.',
      access: 'class.watch',
      example: examplePulse,
      handle: ({ params, query }) =>
        getPulse(deps, params['lessonId'] ?? '', query['exercise'] ?? ''),
    },
    {
      method: 'get',
      path: room,
      summary: 'The exercises of a room with attempts and verdicts. Hidden tests are numbers only.',
      access: 'room.work',
      example: exampleWork,
      handle: (request) => getRoomWork(deps, ...roomOf(request)),
    },
    route({
      method: 'post',
      path: `${room}/open`,
      summary: 'Bring an exercise into the room; its first files are put there once.',
      access: 'room.work',
      body: openExerciseBody,
      example: { exercise: exampleAttempt.exercise, fileId: 'x3f9a0c1d2e4b5f60718a' },
      handle: (request) => openExercise(deps, ...roomOf(request), request.body.exercise),
    }),
    route({
      method: 'post',
      path: `${room}/attempts`,
      summary: 'Check (visible tests) or hand in (all tests) what the room holds now.',
      access: 'room.work',
      body: attemptBody,
      example: { ...exampleAttempt, result: null } satisfies AttemptView,
      handle: (request) => makeAttempt(deps, ...roomOf(request), request.body),
    }),
    {
      method: 'get',
      path: `${room}/attempts/:attemptId`,
      summary: 'The program of an attempt as it was taken, and its review.',
      access: 'room.work',
      example: {
        id: exampleAttempt.id,
        files: [{ name: 'rainfall.py', text: 'def rising_days(readings):\n    return 0\n' }],
        review: exampleReview,
      },
      handle: (request) =>
        getAttemptFiles(deps, ...roomOf(request), request.params['attemptId'] ?? ''),
    },
  ];
}

/** Routes that ask for a right always have a caller: `http/` refuses the request otherwise. */
function roomOf({ caller, params }: RouteRequest): [Caller, string] {
  if (!caller) throw new Error('A room route was reached without a caller');
  return [caller, params['roomId'] ?? ''];
}
