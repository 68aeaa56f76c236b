import { personName, type RosterReply } from '@learnflow/shared';
import { lockClass } from './classroom.store.ts';
import type { ClassroomDeps } from './classroom-deps.ts';
import { findLiveLessonId, findMemberByName, insertStudent, updateMember } from './member.store.ts';

/**
 * Puts a pasted list on the roster. Numbers in front of names are dropped, empty lines ignored; a line that cannot be a
 * name is left out and said, and nothing else is. Somebody who was removed is put back.
 */
export async function addToRoster(
  { db, events }: Pick<ClassroomDeps, 'db' | 'events'>,
  classroomId: string,
  lines: string[],
): Promise<RosterReply> {
  const reply = await db.transaction().execute(async (trx): Promise<RosterReply> => {
    await lockClass(trx, classroomId);
    const skipped: RosterReply['skipped'] = [];
    let added = 0;
    for (const line of lines) {
      const typed = line
        .replace(/^\s*\d+[.)]?\s+/, '')
        .replace(/\s+/g, ' ')
        .trim();
      if (typed === '') continue;
      const name = personName.safeParse(typed);
      if (!name.success) {
        skipped.push({ name: typed, why: name.error.issues[0]?.message ?? 'This is not a name.' });
        continue;
      }
      const known = await findMemberByName(trx, classroomId, name.data);
      if (known && !known.removed_at && (known.on_roster || known.role !== 'student')) {
        skipped.push({ name: typed, why: 'Already on the list.' });
        continue;
      }
      if (known) await updateMember(trx, known.id, { removed_at: null, on_roster: true });
      else
        await insertStudent(trx, { classroom_id: classroomId, name: name.data, on_roster: true });
      added += 1;
    }
    return { added, skipped };
  });
  const lessonId = await findLiveLessonId(db, classroomId);
  if (lessonId) events.emit('board.changed', { lessonId });
  return reply;
}
