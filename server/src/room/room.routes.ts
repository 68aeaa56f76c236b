import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import { exampleLesson, exampleIds } from '../classroom/examples.ts';
import type { Route, RouteRequest } from '../http/route.ts';
import type { Caller } from './access.port.ts';
import { getRoomView, listRoomVisits } from './room.service.ts';

export function roomRoutes({ db, access }: Pick<ClassroomDeps, 'db' | 'access'>): Route[] {
  return [
    {
      method: 'get',
      path: '/api/rooms/:roomId',
      summary: 'What somebody needs to open a room: who they are in it and what they may do.',
      access: 'room.work',
      example: {
        id: exampleIds.room,
        lesson: exampleLesson,
        owner: { memberId: exampleIds.member, name: 'Maya Cohen' },
        me: { memberId: exampleIds.member, name: 'Maya Cohen', role: 'student', ink: 'teal' },
        right: 'write',
        pair: null,
        seated: true,
        epoch: exampleIds.epoch,
      },
      handle: (request) =>
        getRoomView(db, access, callerOf(request), request.params['roomId'] ?? ''),
    },
    {
      method: 'get',
      path: '/api/rooms/:roomId/visits',
      summary: 'Who looked into the room, and when; the latest first.',
      access: 'room.work',
      example: [
        {
          name: 'Ms Adeyemi',
          mode: 'peek',
          beganAt: 1_795_000_000_000,
          endedAt: 1_795_000_060_000,
        },
      ],
      handle: (request) =>
        listRoomVisits(db, access, callerOf(request), request.params['roomId'] ?? ''),
    },
  ];
}

/** Routes that are not public always have a caller: `http/` refuses the request otherwise. */
function callerOf(request: RouteRequest): Caller {
  if (!request.caller) throw new Error('A route without a caller was reached');
  return request.caller;
}
