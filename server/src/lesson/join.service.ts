import { randomUUID } from 'node:crypto';
import { AppError, can, type joinBody, type JoinReply } from '@learnflow/shared';
import type { z } from 'zod';
import type { Tries } from '../account/tries.ts';
import { appendEvents } from '../bus/outbox.store.ts';
import { lockClass } from '../classroom/classroom.store.ts';
import type { ClassroomDeps } from '../classroom/classroom-deps.ts';
import {
  countJoined,
  deleteUnusedGuest,
  findMember,
  findMemberByName,
  insertStudent,
  type Member,
  nextInk,
  updateMember,
} from '../classroom/member.store.ts';
import type { Caller } from '../room/access.port.ts';
import { findMembership } from '../room/access.store.ts';
import { getOwnRoom } from '../room/room.store.ts';
import type { Db, Trx } from '../storage/database.ts';
import { getLessonByCode } from './door-view.service.ts';
import { findLesson, type LessonWithClass } from './lesson.store.ts';
import { findSeat, findSingleRoom, putSeat } from './seat.store.ts';
import { hashSecret, isSecret, makeSecret } from './secret.ts';
import type { Turns } from './turns.ts';

export interface JoinRequest {
  body: z.infer<typeof joinBody>;
  caller: Caller | undefined;
  headers: Record<string, string | string[] | undefined>;
  setCookie(line: string): void;
}
export type JoinDeps = ClassroomDeps & { tries: Tries; turns: Turns };

/**
 * Somebody comes through the door. In this order: the code, the device, the lock, the name, the place.
 *
 * A name that nobody has used becomes this person's, with a guest account on this device and two words for another one.
 * A used name opens only on the device it belongs to, or with its two words; then it belongs to this device.
 * Accounts and slow hashes are made before the transaction, which only takes what is still free under the class's lock:
 * whatever was looked at before may have changed by then. The account of somebody who is refused is deleted again.
 */
export async function joinLesson(deps: JoinDeps, request: JoinRequest): Promise<JoinReply> {
  const { body, caller } = request;
  const lesson = await getLessonByCode(deps, body.code, caller);
  if (caller?.kind === 'teacher') {
    throw new AppError(
      'request.invalid',
      `You are signed in as ${caller.name}. Use another browser or a private window to join as a student.`,
    );
  }
  const own = caller && (await findMembership(deps.db, caller.userId, lesson.classroom_id));
  if (own?.removed_at) throw removed(lesson.teacher);
  const known = await findNamed(deps, lesson, body);
  if (known?.removed_at) throw removed(lesson.teacher);
  if (known && can(known.role, 'room.visit')) throw nameTaken(known.name);

  const isRejoin = known !== undefined && known.joined_at !== null && own?.id === known.id;
  if (!isRejoin) passDoor(deps, lesson, known?.name ?? body.name ?? '', body.knockId);
  if (known?.joined_at) {
    if (!isRejoin) await checkSecret(deps, known, body.secret);
    return comeBack(deps, request, lesson, known, isRejoin);
  }
  return comeIn(deps, request, lesson, known?.name ?? body.name ?? '', own !== undefined);
}

async function findNamed(
  { db }: JoinDeps,
  lesson: LessonWithClass,
  body: JoinRequest['body'],
): Promise<Member | undefined> {
  if (body.memberId === undefined) {
    return findMemberByName(db, lesson.classroom_id, body.name ?? '');
  }
  const member = await findMember(db, body.memberId);
  if (member?.classroom_id !== lesson.classroom_id) {
    throw new AppError('not.found', 'That name is not on the list any more. Type your name.');
  }
  return member;
}

function passDoor(
  { door, events }: JoinDeps,
  lesson: LessonWithClass,
  name: string,
  knockId: string | undefined,
): void {
  if (!lesson.locked) return;
  const knock = door.knock(lesson.id, name, knockId);
  if (knock.admitted) return;
  if (knock.knockId !== knockId) events.emit('board.changed', { lessonId: lesson.id });
  throw new AppError('door.locked', `The door is locked. ${lesson.teacher} knows you're outside.`, {
    knockId: knock.knockId,
    teacher: lesson.teacher,
  });
}

async function checkSecret(
  { tries }: JoinDeps,
  member: Member,
  secret: string | undefined,
): Promise<void> {
  if (secret === undefined || secret === '') {
    throw new AppError(
      'secret.needed',
      `Someone here is already called ${member.name}. Add a letter, or type ${member.name}'s two words.`,
      { name: member.name },
    );
  }
  // Per student, wherever the tries come from: addresses are cheap and two words are few.
  const left = tries.take(member.id);
  if (!member.secret_hash || !(await isSecret(secret, member.secret_hash))) {
    throw new AppError(
      'secret.wrong',
      `Those are not ${member.name}'s two words. ${left} tries left.`,
      {
        n: left,
        name: member.name,
      },
    );
  }
  tries.clear(member.id);
}

/** A student who was here before: on the same device, or with the two words on another, which then takes over. */
async function comeBack(
  deps: JoinDeps,
  request: JoinRequest,
  lesson: LessonWithClass,
  member: Member,
  isSameDevice: boolean,
): Promise<JoinReply> {
  const { db, events, guests } = deps;
  const guest = isSameDevice ? undefined : await guests.create(member.name, request.headers);
  const { roomId, endedUserId } = await orForget(db, guest?.userId, () =>
    inTurn(deps, lesson, async (trx) => {
      await lockClass(trx, lesson.classroom_id);
      const current = await getOpenLesson(trx, lesson.id);
      const now = await findMember(trx, member.id);
      if (!now || now.removed_at) throw removed(lesson.teacher);
      const isStillTheirs = isSameDevice
        ? now.user_id === member.user_id
        : now.secret_hash === member.secret_hash;
      if (!isStillTheirs) {
        throw new AppError(
          'secret.needed',
          `${member.name} has two new words. Ask your teacher for them.`,
          { name: member.name },
        );
      }
      if (guest) await updateMember(trx, member.id, { user_id: guest.userId });
      const roomId = await takeSeat(deps, trx, current, member.id);
      await appendJoined(deps, trx, { lessonId: lesson.id, roomId, memberId: member.id }, false);
      return { roomId, endedUserId: guest ? now.user_id : null };
    }),
  );
  for (const line of guest?.cookies ?? []) request.setCookie(line);
  if (endedUserId !== null) {
    const message = `${member.name} is on another device now. Type your two words to come back here.`;
    events.emit('session.ended', { userId: endedUserId, message });
  }
  events.emit('board.changed', { lessonId: lesson.id });
  return { lessonId: lesson.id, roomId, memberId: member.id, name: member.name, secret: null };
}

/** A student's first time in this class. */
async function comeIn(
  deps: JoinDeps,
  request: JoinRequest,
  lesson: LessonWithClass,
  name: string,
  isSharedDevice: boolean,
): Promise<JoinReply> {
  const { db, clock, events, guests } = deps;
  // Before an account is made for nothing; the count that decides is taken under the lock.
  await checkSpace(db, lesson);
  const secret = makeSecret();
  const secretHash = await hashSecret(secret);
  // A device that is somebody else in this class already gets an account of its own for the second person.
  const own = isSharedDevice ? undefined : request.caller;
  const guest = own ? undefined : await guests.create(name, request.headers);
  const userId = own?.userId ?? guest?.userId ?? '';
  const reply = await orForget(db, guest?.userId, () =>
    inTurn(deps, lesson, async (trx): Promise<JoinReply | undefined> => {
      await lockClass(trx, lesson.classroom_id);
      const current = await getOpenLesson(trx, lesson.id);
      if (own && (await findMembership(trx, own.userId, lesson.classroom_id))) return undefined;
      await checkSpace(trx, current);
      const named = await findMemberByName(trx, lesson.classroom_id, name);
      if (named?.joined_at || named?.removed_at) throw nameTaken(name);
      const ink = await nextInk(trx, lesson.classroom_id);
      const member =
        named ??
        (await insertStudent(trx, { classroom_id: lesson.classroom_id, name, on_roster: false }));
      await updateMember(trx, member.id, {
        user_id: userId,
        ink,
        secret_hash: secretHash,
        joined_at: new Date(clock.now()),
      });
      const roomId = await takeSeat(deps, trx, current, member.id);
      await appendJoined(deps, trx, { lessonId: lesson.id, roomId, memberId: member.id }, true);
      return { lessonId: lesson.id, roomId, memberId: member.id, name: member.name, secret };
    }),
  );
  // This device asked twice at once and is somebody here by now: look again.
  if (!reply) return joinLesson(deps, request);
  for (const line of guest?.cookies ?? []) request.setCookie(line);
  events.emit('board.changed', { lessonId: lesson.id });
  return reply;
}

/** A transaction on the class, when it is this one's turn. */
function inTurn<T>(
  { db, turns }: JoinDeps,
  lesson: LessonWithClass,
  job: (trx: Trx) => Promise<T>,
): Promise<T> {
  return turns(lesson.classroom_id, () => db.transaction().execute(job));
}

/** Does the job; when it fails, the account made for it goes again. */
async function orForget<T>(db: Db, guestId: string | undefined, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    // The refusal is what the person must hear, also when clearing up fails.
    if (guestId !== undefined) await deleteUnusedGuest(db, guestId).catch(() => undefined);
    throw error;
  }
}

async function getOpenLesson(trx: Trx, lessonId: string): Promise<LessonWithClass> {
  const lesson = await findLesson(trx, lessonId);
  if (lesson && lesson.state !== 'ended') return lesson;
  throw new AppError('lesson.ended', 'This class has just ended.', {
    time: lesson?.ended_at?.getTime() ?? 0,
  });
}

async function checkSpace(db: Db, lesson: LessonWithClass): Promise<void> {
  const n = await countJoined(db, lesson.classroom_id);
  const { max_members: max, teacher } = lesson;
  if (n < max) return;
  const message = `This class is full (${n} of ${max}). ${teacher} can make room.`;
  throw new AppError('class.full', message, { n, max, teacher });
}

/** The seat a student has, or a new one: in their own room, or with whoever waits longest for a partner. */
async function takeSeat(
  { clock }: JoinDeps,
  trx: Trx,
  lesson: LessonWithClass,
  memberId: string,
): Promise<string> {
  const seat = await findSeat(trx, lesson.id, memberId);
  if (seat) return seat.room_id;
  const ownRoomId = await getOwnRoom(trx, lesson.id, memberId);
  const single =
    lesson.work === 'pairs' ? await findSingleRoom(trx, lesson.id, memberId) : undefined;
  const roomId = single?.room_id ?? ownRoomId;
  await putSeat(trx, lesson.id, memberId, roomId, new Date(clock.now()));
  return roomId;
}

/** Tells that somebody came through the door. */
async function appendJoined(
  { clock }: JoinDeps,
  trx: Trx,
  seat: { lessonId: string; roomId: string; memberId: string },
  isNew: boolean,
): Promise<void> {
  await appendEvents(trx, seat, [
    {
      id: randomUUID(),
      type: 'learnflow.student.joined.v1',
      key: seat.memberId,
      at: clock.now(),
      data: { ...seat, isNew },
    },
  ]);
}

function nameTaken(name: string): AppError {
  return new AppError('name.taken', `Someone here is already called ${name}. Add a letter.`, {
    name,
  });
}

function removed(teacher: string): AppError {
  const message = `${teacher} took you out of this class. Talk to them if that's a mistake.`;
  return new AppError('member.removed', message, { teacher });
}
