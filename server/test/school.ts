import type { DoorView, JoinReply, LessonView } from '@learnflow/shared';
import { createGuests } from '../src/account/guests.ts';
import { classroomRoutes } from '../src/classroom/classroom.routes.ts';
import type { ClassEventMap } from '../src/classroom/class-events.ts';
import type { Clock } from '../src/clock.ts';
import { createDoor } from '../src/lesson/door.ts';
import { joinRoutes } from '../src/lesson/join.routes.ts';
import { lessonRoutes } from '../src/lesson/lesson.routes.ts';
import { modelRoutes } from '../src/model/model.routes.ts';
import { createAccess } from '../src/room/access.service.ts';
import { roomRoutes } from '../src/room/room.routes.ts';
import type { Db } from '../src/storage/database.ts';
import { type Answer, Device, startTestServer, type TestServer } from './http.ts';

/** The HTTP side with classes and lessons, real accounts and the real database. */
export interface School {
  server: TestServer;
  /** Every class event since the start, in order. */
  heard: { [Name in keyof ClassEventMap]: [Name, ClassEventMap[Name][0]] }[keyof ClassEventMap][];
  /** A browser whose user is a teacher. */
  aTeacherDevice(name?: string): Promise<Device>;
  /** A browser nobody has signed in on. */
  aDevice(): Device;
  open(teacher: Device, body?: object): Promise<LessonView>;
  join(device: Device, code: string, body: object): Promise<Answer<JoinReply & Refused>>;
  look(device: Device, code: string): Promise<Answer<DoorView & Refused>>;
}
export interface Refused {
  error: { code: string; message: string; details?: Record<string, string | number> };
}

export interface SchoolOptions {
  trustProxy?: number;
  /** Awaited before each guest account is made: the moment between looking and taking. */
  beforeGuest?: () => Promise<unknown>;
}

export async function startSchool(
  db: Db,
  clock: Clock = { now: () => Date.now() },
  { trustProxy = 0, beforeGuest }: SchoolOptions = {},
): Promise<School> {
  const access = createAccess({ db });
  const heard: School['heard'] = [];
  const server = await startTestServer({
    db,
    access,
    clock,
    trustProxy,
    routes: (account) => {
      const guests = createGuests(account.auth);
      const deps = {
        db,
        clock,
        random: Math.random,
        events: account.events,
        access,
        guests: {
          create: async (...who: Parameters<typeof guests.create>) => {
            await beforeGuest?.();
            return guests.create(...who);
          },
        },
        door: createDoor(clock),
        presence: { here: () => new Set<string>() },
        model: 'scripted-1',
      };
      return [classroomRoutes, lessonRoutes, joinRoutes, roomRoutes, modelRoutes].flatMap((of) =>
        of(deps),
      );
    },
  });
  const listen = <Name extends keyof ClassEventMap>(name: Name): void => {
    // The emitter's own types cannot follow a generic event name.
    const on = server.events.on.bind(server.events) as (
      name: string,
      listener: (event: ClassEventMap[Name][0]) => void,
    ) => void;
    on(name, (event) => heard.push([name, event] as School['heard'][number]));
  };
  listen('board.changed');
  listen('lesson.changed');
  listen('seat.moved');
  listen('member.removed');
  listen('session.ended');
  const guests = createGuests(server.account.auth);
  return {
    server,
    heard,
    aDevice: () => new Device(server.url),
    aTeacherDevice: async (name = 'Ms Adeyemi') => {
      const device = new Device(server.url);
      const { userId, cookies } = await guests.create(name, {});
      await db.updateTable('user').set({ isAnonymous: false }).where('id', '=', userId).execute();
      device.keep(cookies);
      return device;
    },
    open: async (teacher, body = {}) => {
      const answer = await teacher.call<LessonView>('POST', '/api/lessons/open', body);
      if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
      return answer.body;
    },
    join: (device, code, body) => device.call('POST', '/api/join', { code, ...body }),
    look: (device, code) => device.call('GET', `/api/join/${code}`),
  };
}
