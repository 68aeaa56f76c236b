import { EventEmitter } from 'node:events';

/** What is told after the commit; `live/` listens. */
export interface ProgressNewsMap {
  /** Something was taken in about a student: look again. `userId` null: on the list only. */
  changed: [{ classId: string; lessonId: string | null; memberId: string; userId: string | null }];
}
export type ProgressNews = EventEmitter<ProgressNewsMap>;

export function createProgressNews(): ProgressNews {
  return new EventEmitter<ProgressNewsMap>();
}
