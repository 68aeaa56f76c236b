import { type HistoryView, type JoinReply, type LessonView, filesKey } from '@learnflow/shared';
import { expect, vi } from 'vitest';
import * as Y from 'yjs';
import { createGuests } from '../src/account/guests.ts';
import { classroomRoutes } from '../src/classroom/classroom.routes.ts';
import { systemClock } from '../src/clock.ts';
import type { Documents } from '../src/collab/collab.port.ts';
import { createCollab } from '../src/collab/collab.ts';
import { createDoor } from '../src/lesson/door.ts';
import { joinRoutes } from '../src/lesson/join.routes.ts';
import { lessonRoutes } from '../src/lesson/lesson.routes.ts';
import { silentLog } from '../src/log.ts';
import { createMetrics } from '../src/metrics.ts';
import { createAccess } from '../src/room/access.service.ts';
import type { Db } from '../src/storage/database.ts';
import { Device, startTestServer } from './http.ts';
import { historyRoutes } from '../src/history/history.routes.ts';
import { listLog } from '../src/history/history.store.ts';
import { Timelines } from '../src/history/timelines.ts';

export interface HistoryServer {
  documents: Documents;
  timelines: Timelines;
  device(): Device;
  /** A browser whose user is a teacher. */
  teacher(name?: string): Promise<Device>;
  close(): Promise<void>;
}

/** The HTTP side with histories over live documents, real accounts and the real database. */
export async function startHistoryServer(db: Db): Promise<HistoryServer> {
  const access = createAccess({ db });
  const collab = createCollab({
    db,
    access,
    findCaller: () => Promise.resolve(undefined),
    isAllowedOrigin: () => false,
    log: silentLog,
    clock: systemClock,
    registry: createMetrics().registry,
  });
  const { documents } = collab;
  const timelines = new Timelines({ db, log: silentLog, documents });
  const server = await startTestServer({
    db,
    access,
    routes: (account) => {
      const deps = {
        db,
        access,
        clock: systemClock,
        random: Math.random,
        events: account.events,
        guests: createGuests(account.auth),
        door: createDoor(systemClock),
        presence: { here: () => new Set<string>() },
      };
      return [
        ...[classroomRoutes, lessonRoutes, joinRoutes].flatMap((of) => of(deps)),
        ...historyRoutes({ db, access, documents, timelines }),
      ];
    },
  });
  const guests = createGuests(server.account.auth);
  return {
    documents,
    timelines,
    device: () => new Device(server.url),
    teacher: async (name = 'Ms Adeyemi') => {
      const device = new Device(server.url);
      const { userId, cookies } = await guests.create(name, {});
      await db.updateTable('user').set({ isAnonymous: false }).where('id', '=', userId).execute();
      device.keep(cookies);
      return device;
    },
    close: async () => {
      await timelines.close();
      await server.close();
      await collab.close();
    },
  };
}

export interface HistoryClass {
  server: HistoryServer;
  teacher: Device;
  lesson: LessonView;
  maya: { device: Device; join: JoinReply };
  leo: { device: Device; join: JoinReply };
  /** Types at the end of the first file. */
  type(roomId: string, memberId: string, text: string): Promise<void>;
  /** Waits until so many updates are in the log. */
  stored(roomId: string, updates: number): Promise<HistoryView>;
  listAll(roomId: string): Promise<{ seq: number; kind: string; bytes: string }[]>;
}

/** A lesson with two students. */
export async function startHistoryClass(db: Db): Promise<HistoryClass> {
  const server = await startHistoryServer(db);
  const teacher = await server.teacher();
  const lesson = (await teacher.call<LessonView>('POST', '/api/lessons/open', {})).body;
  const join = async (name: string) => {
    const device = server.device();
    const { body } = await device.call<JoinReply>('POST', '/api/join', { code: lesson.code, name });
    return { device, join: body };
  };
  return {
    server,
    teacher,
    lesson,
    maya: await join('Maya'),
    leo: await join('Leo'),
    type: (roomId, memberId, text) =>
      server.documents.change(roomId, { memberId, kind: 'typed' }, (doc) => {
        const main = textOf(doc, 'main');
        main.insert(main.length, text);
      }),
    stored: (roomId, updates) =>
      vi.waitFor(
        async () => {
          const { body } = await teacher.call<HistoryView>('GET', historyOf(roomId));
          expect(body.updates).toBe(updates);
          return body;
        },
        { timeout: 20_000 },
      ),
    listAll: async (roomId) => {
      const rows = await listLog(db, roomId, 0, { limit: 100_000, maxBytes: 1e9 });
      return rows.map((row) => ({ ...row, bytes: Buffer.from(row.bytes).toString('hex') }));
    },
  };
}

export const historyOf = (roomId: string, rest = '') => `/api/rooms/${roomId}/history${rest}`;

export function textOf(doc: Y.Doc, fileId: string): Y.Text {
  return doc.getMap<Y.Map<unknown>>(filesKey).get(fileId)?.get('text') as Y.Text;
}

export function aFile(name: string, text: string, order: number): Y.Map<unknown> {
  const file = new Y.Map<unknown>();
  file.set('name', name);
  file.set('text', new Y.Text(text));
  file.set('order', order);
  return file;
}
