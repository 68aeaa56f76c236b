import { randomUUID } from 'node:crypto';
import type { Role } from '@learnflow/shared';
import { createAuth } from '../../src/account/auth.ts';
import { createGuests } from '../../src/account/guests.ts';
import { insertAttempt } from '../../src/grade/attempt.store.ts';
import { anExercise } from '../../src/grade/rule-grader.fixture.ts';
import { silentLog } from '../../src/log.ts';
import type { Db } from '../../src/storage/database.ts';
import { aClass, aLesson, aRoom } from '../world.ts';
import { enrollGuest } from './enroll.ts';

/** One thing of each kind that belongs together, and who may be there. */
export interface Place {
  label: string;
  /** Of path parameters and fields: `classId`, `lessonId`, `roomId`, `memberId` … */
  ids: Record<string, string>;
  /** Who sits in the room or owns it. */
  inside: ReadonlySet<string>;
}

export interface Somebody {
  label: string;
  cookie: string;
  isSignedIn: boolean;
  kind: 'teacher' | 'student';
  /** Their part in each class, by its id; none in a class they left. */
  roles: ReadonlyMap<string, Role>;
  /** What they may do in the place they work in, when that is less than everything. */
  own?: { place: Place; right: 'watch' | 'held' | 'navigate' };
}

/** Text that stands in every document and every name, so that it is seen wherever it turns up. */
export const marker = 'Zaubermond';

const loaded = anExercise();

/** Four classes with lessons that run, are held and have ended, and everybody who could knock at a wrong door. */
export async function aBorderSchool(
  db: Db,
  secret: string,
): Promise<{ places: Place[]; people: Somebody[] }> {
  const auth = createAuth({ db, secret, log: silentLog });
  const guests = createGuests(auth);
  const places: Place[] = [];
  const people: Somebody[] = [];

  async function person(label: string, role: Role | undefined, classId?: string) {
    const { userId, cookies } = await guests.create(`${marker} ${label}`, {});
    const kind = role === undefined || role === 'student' ? 'student' : 'teacher';
    const memberId =
      classId && role
        ? await enrollGuest(db, { classId, role, userId, name: `${marker} ${label}` })
        : randomUUID();
    const roles = new Map(classId && role ? [[classId, role]] : []);
    const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
    const somebody: Somebody = { label, cookie, isSignedIn: true, kind, roles };
    people.push(somebody);
    return { userId, memberId, somebody };
  }

  async function place(
    label: string,
    { classId, lessonId }: { classId: string; lessonId: string },
    owner: { memberId: string; somebody: Somebody },
    partners: { memberId: string; somebody: Somebody }[] = [],
  ): Promise<Place> {
    const seated = partners.map(({ memberId }) => memberId);
    const room = await aRoom(db, { lessonId, ownerId: owner.memberId, with: seated });
    const attemptId = randomUUID();
    await anAttempt(room.id, owner.memberId, attemptId);
    const made: Place = {
      label,
      ids: {
        ...{ classId, lessonId, roomId: room.id, memberId: owner.memberId },
        ...{ attemptId, runId: randomUUID(), knockId: randomUUID() },
        letterId: randomUUID(),
        ...{ alertId: randomUUID(), questionId: randomUUID(), answerId: randomUUID() },
        alertId: randomUUID(),
        tryId: randomUUID(),
        quiz: 'border/none',
        exercise: 'border/none',
      },
      inside: new Set([owner, ...partners].map(({ somebody }) => somebody.label)),
    };
    places.push(made);
    return made;
  }

  async function anAttempt(roomId: string, memberId: string, id: string): Promise<void> {
    const { entry, tests, constraints, id: exercise } = loaded.exercise;
    const content = { exercise, entry, version: loaded.version, files: [], content: id };
    const attempt = { ...content, id, roomId, memberId, at: new Date(), clientKey: id };
    await db
      .transaction()
      .execute((trx) =>
        insertAttempt(trx, { ...attempt, kind: 'check' }, { entry, tests, constraints }),
      );
    // Nothing is graded here.
    await db.updateTable('attempt').set({ graded: true }).where('id', '=', id).execute();
  }

  const lessonOf = async (options: Parameters<typeof aLesson>[1]) => {
    const { id, classId } = await aLesson(db, options);
    return { lessonId: id, classId };
  };
  const classId = (await aClass(db)).id;
  const lesson = await lessonOf({ classId });
  await person('teacher', 'teacher', classId);
  await person('tutor', 'tutor', classId);
  const maya = await person('student', 'student', classId);
  await place('room of a student', lesson, maya);
  const driver = await person('driver', 'student', classId);
  const navigator = await person('navigator', 'student', classId);
  const pair = await place('room of a pair', lesson, driver, [navigator]);
  await db
    .updateTable('room')
    .set({ driver_id: driver.memberId })
    .where('id', '=', pair.ids['roomId'] ?? '')
    .execute();
  navigator.somebody.own = { place: pair, right: 'navigate' };

  const heldClass = (await aClass(db)).id;
  const heldTeacher = await person('teacher who holds', 'teacher', heldClass);
  const held = await person('held student', 'student', heldClass);
  const heldLesson = await lessonOf({ classId: heldClass });
  held.somebody.own = { place: await place('held room', heldLesson, held), right: 'held' };
  await db
    .updateTable('lesson')
    .set({ held_by: heldTeacher.memberId, held_at: new Date() })
    .where('id', '=', heldLesson.lessonId)
    .execute();

  const endedClass = (await aClass(db)).id;
  const watcher = await person('watcher', 'student', endedClass);
  const ended = await lessonOf({ classId: endedClass, state: 'ended' });
  watcher.somebody.own = { place: await place('ended room', ended, watcher), right: 'watch' };

  const otherClass = (await aClass(db)).id;
  await person('teacher of another class', 'teacher', otherClass);
  const stranger = await person('student of another class', 'student', otherClass);
  await place('room of another class', await lessonOf({ classId: otherClass }), stranger);

  // Everybody who once had a place in the class: taken out, signed out, too long away, now on another device.
  const removed = await person('removed', 'student', classId);
  const signedOut = await person('signed out', 'student', classId);
  const expired = await person('expired', 'student', classId);
  const replaced = await person('former device', 'student', classId);
  await place('room of those who left', lesson, removed, [signedOut, expired, replaced]);
  const noLonger = (who: typeof removed, isSignedIn: boolean): void => {
    Object.assign(who.somebody, { isSignedIn, roles: new Map() });
  };
  const change = (who: typeof removed, member: { removed_at: Date } | { user_id: null }) =>
    db.updateTable('class_member').set(member).where('id', '=', who.memberId).execute();
  await change(removed, { removed_at: new Date() });
  await change(replaced, { user_id: null });
  for (const who of [removed, replaced]) noLonger(who, true);
  await db.deleteFrom('session').where('userId', '=', signedOut.userId).execute();
  await db
    .updateTable('session')
    .set({ expiresAt: new Date(Date.now() - 1000) })
    .where('userId', '=', expired.userId)
    .execute();
  for (const who of [signedOut, expired]) noLonger(who, false);
  const nobody = await person('nobody', undefined);
  Object.assign(nobody.somebody, { isSignedIn: false, cookie: '' });
  places.push({
    ...pair,
    label: 'nowhere',
    ids: { ...mapValues(pair.ids, randomUUID), exercise: 'border/none', quiz: 'border/none' },
    inside: new Set(),
  });
  return { places, people };
}

function mapValues(ids: Record<string, string>, value: () => string): Record<string, string> {
  return Object.fromEntries(Object.keys(ids).map((name) => [name, value()]));
}
