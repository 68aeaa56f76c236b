import { AppError, can, type PairView } from '@learnflow/shared';
import type { ClassEvents } from '../classroom/class-events.ts';
import type { Db } from '../storage/database.ts';
import type { RoomAccess } from './access.port.ts';
import type { DriverWatch, RoomOfLesson } from './driver-watch.ts';
import {
  clearDriver,
  type DriverRow,
  findDriver,
  lockDriver,
  sitsIn,
  storeDriver,
} from './pair.store.ts';

export interface PairDeps {
  db: Db;
  events: ClassEvents;
  drivers: Pick<DriverWatch, 'isAway'>;
}

/**
 * Chooses who drives.
 * @param place     who asks, and in which room
 * @param memberId  null: no driver any more
 * @throws AppError `forbidden` when it is not theirs to decide, `not.found` when the new driver does not sit there
 */
export async function drive(
  deps: PairDeps,
  place: RoomAccess,
  memberId: string | null,
): Promise<void> {
  await change(deps, place, async (pair) => {
    if (!can(place.role, 'room.visit')) assertMayHandOver(place, pair, memberId);
    return { driver_id: memberId, swap_asked_by: null };
  });
}

/**
 * Asks to swap, offers it, or takes that back. Who wants what the other side has asked for already agrees: then the
 * navigator of the two drives.
 */
export async function wantSwap(deps: PairDeps, place: RoomAccess, wanted: boolean): Promise<void> {
  const me = place.memberId;
  await change(deps, place, ({ driver_id: driver, swap_asked_by: asked }) => {
    if (!place.seated || can(place.role, 'room.visit') || driver === null) {
      throw new AppError('forbidden', 'Only the two who work here with a driver can swap.');
    }
    if (!wanted) return { swap_asked_by: null };
    const isAgreed = asked !== null && asked !== me && (asked === driver || driver === me);
    if (isAgreed) return { driver_id: driver === me ? asked : me, swap_asked_by: null };
    return { swap_asked_by: asked ?? me };
  });
}

/** Somebody moved or left: rooms in which they drove have no driver any more. */
export async function stopDriving(deps: PairDeps, memberId: string): Promise<void> {
  for (const room of await clearDriver(deps.db, memberId)) await announcePair(deps, room);
}

/** Tells everybody concerned how a pair stands now. */
export async function announcePair(
  deps: PairDeps,
  { roomId, lessonId }: RoomOfLesson,
): Promise<void> {
  const row = await findDriver(deps.db, roomId);
  const pair = row ? presentPair(row, { roomId, lessonId }, deps.drivers) : null;
  deps.events.emit('pair.changed', { lessonId, roomId, pair });
}

/** @returns null when the room has no driver */
export function presentPair(
  { driver_id: memberId, driver_name: name, swap_asked_by: swapAskedBy }: DriverRow,
  room: RoomOfLesson,
  drivers: Pick<DriverWatch, 'isAway'>,
): PairView | null {
  if (memberId === null || name === null) return null;
  return { driver: { memberId, name }, swapAskedBy, isDriverAway: drivers.isAway(room, memberId) };
}

type Change = { driver_id?: string | null; swap_asked_by: string | null };

async function change(
  deps: PairDeps,
  { roomId, lessonId, lessonState }: RoomAccess,
  decide: (pair: DriverRow) => Change | Promise<Change>,
): Promise<void> {
  if (lessonState === 'ended') {
    throw new AppError('lesson.ended', 'This lesson has ended. Nobody types here any more.');
  }
  await deps.db.transaction().execute(async (trx) => {
    const pair = await lockDriver(trx, roomId);
    if (!pair) throw new AppError('not.found', 'This room no longer exists. Go to your class.');
    const wanted = await decide(pair);
    const driver = wanted.driver_id;
    if (driver && !(await sitsIn(trx, roomId, driver))) {
      throw new AppError('not.found', 'That student does not sit in this room any more.');
    }
    await storeDriver(trx, roomId, wanted);
  });
  await announcePair(deps, { roomId, lessonId });
}

function assertMayHandOver(place: RoomAccess, pair: DriverRow, memberId: string | null): void {
  const { memberId: me, seated } = place;
  const driver = pair.driver_id;
  const isMine = seated && driver === me && memberId !== null;
  const isOffered = seated && memberId === me && driver !== null && pair.swap_asked_by === driver;
  if (isMine || isOffered) return;
  throw new AppError(
    'forbidden',
    driver === null
      ? 'Only your teacher can choose a driver here.'
      : `${pair.driver_name ?? 'Your partner'} is driving. Ask to swap first.`,
  );
}
