import type { Db } from '../src/storage/database.ts';
import { aClass, aLesson, aRoom, aStudent, aTeacher, type TestPerson } from './world.ts';

/** One teacher, two students in rooms of their own, in a lesson that runs. */
export interface SmallClass {
  classId: string;
  teacher: TestPerson;
  maya: TestPerson;
  leo: TestPerson;
  lessonId: string;
  mayasRoom: string;
  leosRoom: string;
}

export async function aSmallClass(db: Db): Promise<SmallClass> {
  const { id: classId } = await aClass(db);
  const teacher = await aTeacher(db, { classId, name: 'Ms Lind' });
  const maya = await aStudent(db, { classId, name: 'Maya', ink: 1 });
  const leo = await aStudent(db, { classId, name: 'Leo', ink: 2 });
  const { id: lessonId } = await aLesson(db, { classId });
  const mayasRoom = (await aRoom(db, { lessonId, ownerId: maya.memberId })).id;
  const leosRoom = (await aRoom(db, { lessonId, ownerId: leo.memberId })).id;
  return { classId, teacher, maya, leo, lessonId, mayasRoom, leosRoom };
}

/** Puts a student into another room, as pairing does in the database. */
export async function seat(db: Db, person: TestPerson, roomId: string): Promise<void> {
  await db
    .updateTable('seat')
    .set({ room_id: roomId })
    .where('member_id', '=', person.memberId)
    .execute();
}
