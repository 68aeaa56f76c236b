import type { Logger } from 'pino';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Documents } from '../collab/collab.port.ts';
import type { Db } from '../storage/database.ts';
import type { DriverWatch } from './driver-watch.ts';
import { announcePair, stopDriving } from './pair.service.ts';

/**
 * Makes changes of a class act on open document connections at once: a moved seat, somebody taken out, a signed-out
 * device, a lesson that ended or was opened again, held editors, another driver.
 */
export function followRights(deps: {
  db: Db;
  events: ClassEvents;
  documents: Documents;
  drivers: DriverWatch;
  log: Logger;
}): void {
  const { events, documents, drivers, log } = deps;
  const soon = (checked: Promise<void>): void => {
    checked.catch((error: unknown) => {
      log.error({ err: error }, 'rights.recheck.failed');
    });
  };
  events.on('seat.moved', ({ memberId }) => {
    soon(documents.recheck({ memberId }));
    soon(stopDriving(deps, memberId));
  });
  events.on('member.removed', ({ memberId }) => {
    soon(documents.recheck({ memberId }));
    soon(stopDriving(deps, memberId));
  });
  events.on('session.ended', ({ userId }) => {
    soon(documents.recheck({ userId }));
  });
  // Starting and locking change nobody's right; asking anyway costs a class less than knowing what it was before.
  events.on('lesson.changed', ({ lessonId }) => {
    soon(documents.recheck({ lessonId }));
  });
  events.on('pair.changed', ({ roomId }) => {
    soon(documents.recheck({ roomId }));
  });
  documents.events.on('presence', (change) => drivers.see(change));
  drivers.events.on('changed', (room) => {
    soon(announcePair(deps, room));
  });
}
