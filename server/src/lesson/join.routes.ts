import { AppError, joinBody } from '@learnflow/shared';
import { Tries } from '../account/tries.ts';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import { exampleIds } from '../classroom/examples.ts';
import { type Route, type RouteRequest, route } from '../http/route.ts';
import { getDoorView } from './door-view.service.ts';
import { joinLesson } from './join.service.ts';
import { createTurns } from './turns.ts';
import { WrongCodes } from './wrong-codes.ts';

/** The door of a class: for people without an account. */
export function joinRoutes(deps: ClassroomDeps): Route[] {
  const wrongCodes = new WrongCodes(deps.clock);
  const tries = new Tries(deps.clock);
  const turns = createTurns();
  /** Guessing codes is slowed down per address; right codes never are, because a school shares one. */
  const guarded = async <T>(request: RouteRequest, enter: () => Promise<T>): Promise<T> => {
    try {
      return await enter();
    } catch (error) {
      if (error instanceof AppError && error.code === 'code.unknown') wrongCodes.count(request.ip);
      throw error;
    }
  };
  return [
    {
      method: 'get',
      path: '/api/join/:code',
      summary: 'The class behind a code: whose it is, who is here, and the names to pick from.',
      access: 'public',
      example: {
        lessonId: exampleIds.lesson,
        code: 'KM72QX',
        className: '10B Computing',
        title: 'Lists and loops',
        teacher: 'Ms Adeyemi',
        here: 19,
        max: 28,
        roster: [{ memberId: exampleIds.member, name: 'Maya Cohen', taken: false }],
        rejoin: null,
      },
      handle: (request) =>
        guarded(request, () => getDoorView(deps, request.params['code'] ?? '', request.caller)),
    },
    route({
      method: 'post',
      path: '/api/join',
      summary: 'Go in, with a name that is typed or picked; sets the session cookie.',
      access: 'public',
      body: joinBody,
      example: {
        lessonId: exampleIds.lesson,
        roomId: exampleIds.room,
        memberId: exampleIds.member,
        name: 'Maya Cohen',
        secret: 'maple rocket',
      },
      handle: (request) => guarded(request, () => joinLesson({ ...deps, tries, turns }, request)),
    }),
  ];
}
