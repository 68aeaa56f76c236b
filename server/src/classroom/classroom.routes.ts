import { classBody, type ClassView, rosterBody } from '@learnflow/shared';
import { type Route, type RouteRequest, route } from '../http/route.ts';
import { listLessons } from '../lesson/lesson-list.ts';
import { changeClass, listTaughtClasses } from './classroom.service.ts';
import type { ClassroomDeps } from './classroom-deps.ts';
import { exampleIds } from './examples.ts';
import {
  listClassMembers,
  listRemovedStudents,
  removeMember,
  resetSecret,
  restoreMember,
} from './member.service.ts';
import { addToRoster } from './roster.service.ts';

/** Classes, their roster and their members. */
export function classroomRoutes(deps: ClassroomDeps): Route[] {
  const { db } = deps;
  const classIdOf = (request: RouteRequest): string => request.params['classId'] ?? '';
  const memberIdOf = (request: RouteRequest): string => request.params['memberId'] ?? '';
  return [
    {
      method: 'get',
      path: '/api/classes',
      summary: 'The classes of the signed-in teacher with their lessons, the newest first.',
      access: 'teacher',
      example: [
        {
          id: exampleIds.class,
          name: '10B Computing',
          students: 28,
          maxMembers: 60,
          runLimits: { seconds: 10 },
          struggleRules: { sameError: 4 },
          looksFirst: false,
          modelPolicy: { mode: 'hints', approve: true, perStudent: 20, tokensPerDay: 200_000 },
          lessons: [
            {
              id: exampleIds.lesson,
              title: 'Lists and loops',
              state: 'ended',
              code: 'KM72QX',
              openedAt: 1_795_000_000_000,
            },
          ],
        },
      ],
      handle: async (request): Promise<ClassView[]> => {
        const classes = await listTaughtClasses(db, request.caller?.userId ?? '');
        const lessons = await listLessons(
          db,
          classes.map((each) => each.id),
        );
        return classes.map((each) => ({ ...each, lessons: lessons.get(each.id) ?? [] }));
      },
    },
    route({
      method: 'patch',
      path: '/api/classes/:classId',
      summary:
        'Rename a class, change how many students it takes, what its programs may use, or what a language model may do.',
      access: 'class.manage',
      body: classBody,
      example: {},
      handle: async (request) => {
        await changeClass(deps, classIdOf(request), request.body);
        return {};
      },
    }),
    {
      method: 'get',
      path: '/api/classes/:classId/members',
      summary: 'Everybody of the class, joined or on the list.',
      access: 'class.watch',
      example: [
        {
          id: exampleIds.member,
          name: 'Maya Cohen',
          role: 'student',
          ink: 0,
          onRoster: true,
          joined: true,
        },
      ],
      handle: (request) => listClassMembers(db, classIdOf(request)),
    },
    {
      method: 'get',
      path: '/api/classes/:classId/members/removed',
      summary: 'Students who were taken out of the class, and can be put back.',
      access: 'class.manage',
      example: [
        {
          id: exampleIds.member,
          name: 'Maya Cohen',
          role: 'student',
          ink: 0,
          onRoster: true,
          joined: true,
        },
      ],
      handle: (request) => listRemovedStudents(db, classIdOf(request)),
    },
    route({
      method: 'post',
      path: '/api/classes/:classId/roster',
      summary: 'Add names, one per line of a pasted list.',
      access: 'class.manage',
      body: rosterBody,
      example: { added: 27, skipped: [{ name: 'Leo Marsh', why: 'Already on the list.' }] },
      handle: (request) => addToRoster(deps, classIdOf(request), request.body.names),
    }),
    {
      method: 'delete',
      path: '/api/members/:memberId',
      summary: 'Take a student out of the class; the work stays.',
      access: 'class.manage',
      example: {},
      handle: async (request) => {
        await removeMember(deps, memberIdOf(request));
        return {};
      },
    },
    {
      method: 'post',
      path: '/api/members/:memberId/restore',
      summary: 'Put a student back who was taken out.',
      access: 'class.manage',
      example: {},
      handle: async (request) => {
        await restoreMember(deps, memberIdOf(request));
        return {};
      },
    },
    {
      method: 'post',
      path: '/api/members/:memberId/secret',
      summary: 'New two words for a student; the device that was theirs is signed out.',
      access: 'class.manage',
      example: { secret: 'maple rocket' },
      handle: async (request) => ({ secret: await resetSecret(deps, memberIdOf(request)) }),
    },
  ];
}
