import type { Logger } from 'pino';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Documents } from '../collab/collab.port.ts';
import type { Db } from '../storage/database.ts';
import { listRoomIds } from './room.store.ts';

/**
 * Makes changes of a class act on open document connections at once: a moved seat, somebody taken out, a signed-out
 * device, a lesson that ended or was opened again.
 */
export function followRights(deps: {
  db: Db;
  events: ClassEvents;
  documents: Documents;
  log: Logger;
}): void {
  const { db, events, documents, log } = deps;
  const soon = (checked: Promise<void>): void => {
    checked.catch((error: unknown) => {
      log.error({ err: error }, 'rights.recheck.failed');
    });
  };
  events.on('seat.moved', ({ memberId }) => {
    soon(documents.recheck({ memberId }));
  });
  events.on('member.removed', ({ memberId }) => {
    soon(documents.recheck({ memberId }));
  });
  events.on('session.ended', ({ userId }) => {
    soon(documents.recheck({ userId }));
  });
  events.on('lesson.changed', ({ lessonId, state }) => {
    // Starting and locking change nobody's right.
    if (state !== 'running') soon(recheckLesson(db, documents, lessonId));
  });
}

async function recheckLesson(db: Db, documents: Documents, lessonId: string): Promise<void> {
  for (const roomId of await listRoomIds(db, lessonId)) await documents.recheck({ roomId });
}
