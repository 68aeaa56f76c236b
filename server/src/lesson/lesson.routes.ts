import {
  admitBody,
  holdBody,
  lockBody,
  openLessonBody,
  pairBody,
  unpairBody,
  workBody,
} from '@learnflow/shared';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import { exampleIds, exampleLesson } from '../classroom/examples.ts';
import { type Route, type RouteRequest, route } from '../http/route.ts';
import {
  endLesson,
  holdEditors,
  lockLessonDoor,
  setLessonWork,
  startLesson,
} from './lesson.service.ts';
import { getLessonView } from './lesson-view.ts';
import { openLesson } from './open-lesson.service.ts';
import { pairUp, workAlone } from './pair.service.ts';

/** Opening, leading and ending a lesson. */
export function lessonRoutes(deps: ClassroomDeps): Route[] {
  const { db, door, events } = deps;
  const idOf = (request: RouteRequest): string => request.params['lessonId'] ?? '';
  /** Every step answers with the lesson as it is then. */
  const view = (request: RouteRequest) =>
    getLessonView(db, idOf(request), request.membership?.role ?? 'student');
  return [
    route({
      method: 'post',
      path: '/api/lessons/open',
      summary: 'Open the room of a class: a new lesson, or an earlier one to go on with.',
      access: 'teacher',
      body: openLessonBody,
      example: { ...exampleLesson, state: 'open', startedAt: null },
      handle: ({ caller, body }) => {
        if (!caller) throw new Error('A teacher route was reached without a caller');
        return openLesson(deps, caller, body);
      },
    }),
    {
      method: 'get',
      path: '/api/lessons/:lessonId',
      summary: 'The lesson with its code.',
      access: 'class.watch',
      example: exampleLesson,
      handle: view,
    },
    {
      method: 'post',
      path: '/api/lessons/:lessonId/start',
      summary: 'Start the lesson: from the board to the wall.',
      access: 'class.manage',
      example: exampleLesson,
      handle: async (request) => {
        await startLesson(deps, idOf(request));
        return view(request);
      },
    },
    {
      method: 'post',
      path: '/api/lessons/:lessonId/end',
      summary: 'End the lesson: rooms become read-only, all work is kept.',
      access: 'class.manage',
      example: { ...exampleLesson, state: 'ended' },
      handle: async (request) => {
        await endLesson(deps, idOf(request));
        return view(request);
      },
    },
    route({
      method: 'post',
      path: '/api/lessons/:lessonId/lock',
      summary: 'Lock or open the door.',
      access: 'class.manage',
      body: lockBody,
      example: { ...exampleLesson, locked: true },
      handle: async (request) => {
        await lockLessonDoor(deps, idOf(request), request.body.locked);
        return view(request);
      },
    }),
    route({
      method: 'post',
      path: '/api/lessons/:lessonId/hold',
      summary: 'Hold the editors of all students while you talk, or let them go.',
      access: 'class.manage',
      body: holdBody,
      example: { ...exampleLesson, hold: { by: 'Ms Adeyemi', since: 1_795_000_120_000 } },
      handle: async (request) => {
        const memberId = request.membership?.memberId;
        if (memberId === undefined) throw new Error('A class route was reached without a member');
        await holdEditors(deps, idOf(request), memberId, request.body.held);
        return view(request);
      },
    }),
    route({
      method: 'post',
      path: '/api/lessons/:lessonId/work',
      summary: 'Seat students who arrive from now on alone or in pairs.',
      access: 'class.manage',
      body: workBody,
      example: { ...exampleLesson, work: 'pairs' },
      handle: async (request) => {
        await setLessonWork(deps, idOf(request), request.body.work);
        return view(request);
      },
    }),
    route({
      method: 'post',
      path: '/api/lessons/:lessonId/admit',
      summary: 'Let in one of those outside a locked door.',
      access: 'class.manage',
      body: admitBody,
      example: {},
      handle: (request) => {
        door.admit(idOf(request), request.body.knockId);
        events.emit('board.changed', { lessonId: idOf(request) });
        return Promise.resolve({});
      },
    }),
    route({
      method: 'post',
      path: '/api/lessons/:lessonId/pairs',
      summary: 'Seat students together in the room of the first of them.',
      access: 'class.manage',
      body: pairBody,
      example: { memberIds: [exampleIds.member] },
      handle: async (request) => {
        await pairUp(deps, idOf(request), request.body.memberIds);
        return { memberIds: request.body.memberIds };
      },
    }),
    route({
      method: 'post',
      path: '/api/lessons/:lessonId/unpair',
      summary: 'Seat a student in their own room again.',
      access: 'class.manage',
      body: unpairBody,
      example: {},
      handle: async (request) => {
        await workAlone(deps, idOf(request), request.body.memberId);
        return {};
      },
    }),
  ];
}
