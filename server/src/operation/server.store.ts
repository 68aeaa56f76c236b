import type { DamagedRoom } from '@learnflow/shared';
import { sql } from 'kysely';
import type { Db } from '../storage/database.ts';

/** Rooms listed by name; more than these are a matter for `learnflow verify`. */
const maxListed = 50;

/** @returns what the database says of itself */
export async function describeDatabase(db: Db): Promise<{ version: string; sizeBytes: number }> {
  const { rows } = await sql<{ version: string; bytes: string }>`
    select current_setting('server_version') as version,
           pg_database_size(current_database()) as bytes`.execute(db);
  // "17.2 (Debian 17.2-1)": the packager is nobody's business.
  return {
    version: rows[0]?.version.split(' ')[0] ?? '',
    sizeBytes: Number(rows[0]?.bytes ?? 0),
  };
}

/** @returns lessons that have not ended, and of how many classes they are */
export async function countOpenLessons(db: Db): Promise<{ open: number; classes: number }> {
  const row = await db
    .selectFrom('lesson')
    .where('state', '!=', 'ended')
    .select(({ fn }) => [
      fn.countAll<string>().as('open'),
      fn.count<string>('classroom_id').distinct().as('classes'),
    ])
    .executeTakeFirstOrThrow();
  return { open: Number(row.open), classes: Number(row.classes) };
}

/** @returns attempts that wait for their verdict */
export async function countUngraded(db: Db): Promise<number> {
  const row = await db
    .selectFrom('attempt')
    .where('graded', '=', false)
    .select(({ fn }) => fn.countAll<string>().as('n'))
    .executeTakeFirstOrThrow();
  return Number(row.n);
}

/**
 * Rooms in whose log something was damaged, the latest find first.
 * @param userId  whose classes are told by name; of the others only the number
 */
export async function listDamagedRooms(
  db: Db,
  userId: string,
): Promise<{ own: DamagedRoom[]; elsewhere: number }> {
  const rows = await db
    .selectFrom('room_damage')
    .innerJoin('room', 'room.id', 'room_damage.room_id')
    .innerJoin('lesson', 'lesson.id', 'room.lesson_id')
    .innerJoin('classroom', 'classroom.id', 'lesson.classroom_id')
    .innerJoin('class_member as owner', 'owner.id', 'room.owner_id')
    .leftJoin('class_member as staff', (join) =>
      join
        .onRef('staff.classroom_id', '=', 'classroom.id')
        .on('staff.user_id', '=', userId)
        .on('staff.removed_at', 'is', null)
        .on('staff.role', 'in', ['teacher', 'admin']),
    )
    .groupBy(['room.id', 'lesson.id', 'owner.id', 'classroom.name', 'staff.id'])
    .orderBy('found_at', 'desc')
    .select(({ fn }) => [
      'room.id as roomId',
      'lesson.id as lessonId',
      'owner.id as memberId',
      'owner.name as owner',
      'classroom.name as className',
      'staff.id as staffId',
      fn.countAll<string>().as('pieces'),
      sql<string>`count(*) filter (where remedy in ('filled', 'none'))`.as('lost'),
      fn.max('room_damage.found_at').as('found_at'),
    ])
    .execute();
  const own = rows.filter(({ staffId }) => staffId !== null);
  return {
    own: own.slice(0, maxListed).map((row) => ({
      ...{ roomId: row.roomId, lessonId: row.lessonId, memberId: row.memberId },
      ...{ owner: row.owner, className: row.className },
      pieces: Number(row.pieces),
      lost: Number(row.lost),
      foundAt: row.found_at.getTime(),
    })),
    elsewhere: rows.length - own.length,
  };
}
