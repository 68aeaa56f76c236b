import type { Db, Trx } from '../storage/database.ts';

export interface RoomWithOwner {
  id: string;
  lesson_id: string;
  owner_id: string;
  owner_name: string;
  epoch: string;
}

export function findRoom(db: Db, roomId: string): Promise<RoomWithOwner | undefined> {
  return db
    .selectFrom('room')
    .innerJoin('class_member', 'class_member.id', 'room.owner_id')
    .where('room.id', '=', roomId)
    .select([
      'room.id',
      'room.lesson_id',
      'room.owner_id',
      'room.epoch',
      'class_member.name as owner_name',
    ])
    .executeTakeFirst();
}

/** The member's own room in a lesson; made when there is none yet. Two calls at once give the same room. */
export async function getOwnRoom(trx: Trx, lessonId: string, memberId: string): Promise<string> {
  const made = await trx
    .insertInto('room')
    .values({ lesson_id: lessonId, owner_id: memberId })
    .onConflict((conflict) => conflict.columns(['lesson_id', 'owner_id']).doNothing())
    .returning('id')
    .executeTakeFirst();
  if (made) return made.id;
  const found = await trx
    .selectFrom('room')
    .select('id')
    .where('lesson_id', '=', lessonId)
    .where('owner_id', '=', memberId)
    .executeTakeFirstOrThrow();
  return found.id;
}

export interface VisitRow {
  name: string;
  mode: 'peek' | 'coedit';
  began_at: Date;
  ended_at: Date | null;
}

/** Who looked into a room, the latest first. */
export function listVisits(db: Db, roomId: string, limit: number): Promise<VisitRow[]> {
  return db
    .selectFrom('room_visit')
    .innerJoin('class_member', 'class_member.id', 'room_visit.member_id')
    .where('room_visit.room_id', '=', roomId)
    .select(['class_member.name', 'room_visit.mode', 'room_visit.began_at', 'room_visit.ended_at'])
    .orderBy('room_visit.began_at', 'desc')
    .limit(limit)
    .execute();
}
