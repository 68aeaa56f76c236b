import { randomUUID } from 'node:crypto';
import { AppError, type MemberView } from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import { hashSecret, makeSecret } from '../lesson/secret.ts';
import type { Db } from '../storage/database.ts';
import type { ClassroomDeps } from './classroom-deps.ts';
import {
  findLiveLessonId,
  findMember,
  listMembers,
  listRemoved,
  type Member,
  updateMember,
} from './member.store.ts';

type Deps = Pick<ClassroomDeps, 'db' | 'clock' | 'events'>;

/** Everybody of a class who was not removed. */
export async function listClassMembers(db: Db, classroomId: string): Promise<MemberView[]> {
  return (await listMembers(db, classroomId)).map(presentMember);
}

/** Those a teacher can put back. */
export async function listRemovedStudents(db: Db, classroomId: string): Promise<MemberView[]> {
  return (await listRemoved(db, classroomId)).map(presentMember);
}

function presentMember(member: Member): MemberView {
  return {
    id: member.id,
    name: member.name,
    role: member.role,
    ink: member.ink,
    onRoster: member.on_roster,
    joined: member.joined_at !== null,
  };
}

/** Takes a student out of the class: sockets close, the work stays. */
export async function removeMember(deps: Deps, memberId: string): Promise<void> {
  const member = await getStudent(deps.db, memberId);
  await deps.db.transaction().execute(async (trx) => {
    const at = deps.clock.now();
    await updateMember(trx, memberId, { removed_at: new Date(at) });
    const classId = member.classroom_id;
    const lessonId = (await findLiveLessonId(trx, classId)) ?? null;
    await appendEvents(trx, { classId }, [
      {
        id: randomUUID(),
        type: 'learnflow.student.removed.v1',
        key: memberId,
        at,
        data: { memberId, classId, lessonId },
      },
    ]);
  });
  deps.events.emit('member.removed', {
    classroomId: member.classroom_id,
    memberId,
    userId: member.user_id,
  });
  await tellBoard(deps, member.classroom_id);
}

/** Puts a removed student back; whoever took the name meanwhile keeps it. */
export async function restoreMember(deps: Deps, memberId: string): Promise<void> {
  const member = await getStudent(deps.db, memberId);
  const members = await listMembers(deps.db, member.classroom_id);
  if (members.some((other) => other.name_key === member.name_key && other.id !== memberId)) {
    throw new AppError('name.taken', `Somebody else is called ${member.name} now.`, {
      name: member.name,
    });
  }
  await updateMember(deps.db, memberId, { removed_at: null });
  await tellBoard(deps, member.classroom_id);
}

/**
 * New words for a student who lost them. The device that was this student's is signed out of the class, so that found
 * words and a lost tablet are of no use together.
 * @returns the two words, shown once
 */
export async function resetSecret(deps: Deps, memberId: string): Promise<string> {
  const member = await getStudent(deps.db, memberId);
  const secret = makeSecret();
  await updateMember(deps.db, memberId, {
    secret_hash: await hashSecret(secret),
    user_id: null,
  });
  if (member.user_id !== null) {
    deps.events.emit('session.ended', {
      userId: member.user_id,
      message: 'Your teacher gave you new words. Type them to come back.',
    });
  }
  return secret;
}

async function getStudent(db: Db, memberId: string): Promise<Member> {
  const member = await findMember(db, memberId);
  if (member?.role !== 'student') {
    throw new AppError('not.found', 'There is no such student in this class.');
  }
  return member;
}

async function tellBoard({ db, events }: Deps, classroomId: string): Promise<void> {
  const lessonId = await findLiveLessonId(db, classroomId);
  if (lessonId) events.emit('board.changed', { lessonId });
}
