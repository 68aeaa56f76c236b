import type { LessonView } from '@learnflow/shared';

/** Values for the examples on the API page. */
export const exampleIds = {
  class: '0b0c6a52-3a34-4e0c-9d1f-5f6f1d1a2b01',
  lesson: '0b0c6a52-3a34-4e0c-9d1f-5f6f1d1a2b02',
  member: '0b0c6a52-3a34-4e0c-9d1f-5f6f1d1a2b03',
  room: '0b0c6a52-3a34-4e0c-9d1f-5f6f1d1a2b04',
  epoch: '0b0c6a52-3a34-4e0c-9d1f-5f6f1d1a2b05',
} as const;

export const exampleLesson: LessonView = {
  id: exampleIds.lesson,
  classId: exampleIds.class,
  className: '10B Computing',
  title: 'Lists and loops',
  code: 'KM72QX',
  state: 'running',
  locked: false,
  hold: null,
  work: 'alone',
  max: 60,
  openedAt: 1_795_000_000_000,
  startedAt: 1_795_000_060_000,
  teacher: 'Ms Adeyemi',
  role: 'teacher',
};
