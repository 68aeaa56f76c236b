import { expect, test } from 'vitest';
import { aClass, aLesson, aRoom, aStudent, aTeacher, createTestDatabase } from './world.ts';

test('each test has a database of its own, with builders for a whole class', async () => {
  const one = await createTestDatabase();
  const other = await createTestDatabase();
  const { id: classId } = await aClass(one.db);
  const teacher = await aTeacher(one.db, { classId });
  const student = await aStudent(one.db, { classId });
  const partner = await aStudent(one.db, { classId });
  const lesson = await aLesson(one.db, { classId });
  const room = await aRoom(one.db, {
    lessonId: lesson.id,
    ownerId: student.memberId,
    with: [partner.memberId],
  });
  const seats = await one.db.selectFrom('seat').selectAll().execute();
  expect(seats.map((seat) => [seat.member_id, seat.room_id])).toEqual([
    [student.memberId, room.id],
    [partner.memberId, room.id],
  ]);
  expect(teacher.caller).toMatchObject({ kind: 'teacher', userId: teacher.userId });
  expect(await other.db.selectFrom('classroom').selectAll().execute()).toEqual([]);
  await one.close();
  await other.close();
});
