import { EventEmitter } from 'node:events';
import type { LessonLive, PairView } from '@learnflow/shared';

/**
 * What services tell the rest of the process after their transaction has committed. `live/` and `collab/` listen;
 * services know neither of them.
 */
export interface ClassEventMap {
  /** A student joined, came back on another device, was renamed or added to the roster. */
  'board.changed': [{ lessonId: string }];
  'lesson.changed': [LessonLive];
  /** The student's seat is now in this room. `because` is a sentence for the student. */
  'seat.moved': [{ lessonId: string; memberId: string; roomId: string; because: string }];
  /** Another driver, a question to swap, a driver who went away or came back. */
  'pair.changed': [{ lessonId: string; roomId: string; pair: PairView | null }];
  /** What the lesson works on has changed; with `roomId`: a room has opened one of its exercises. */
  'work.changed': [{ lessonId: string; roomId: string | null }];
  'hand.changed': [{ lessonId: string; memberId: string }];
  /** Taken out of the class: every socket of theirs closes. */
  'member.removed': [{ classroomId: string; memberId: string; userId: string | null }];
  /** Signed out, or the member now belongs to another device. Sockets of that session close. */
  'session.ended': [{ userId: string; message: string }];
}
export type ClassEvents = EventEmitter<ClassEventMap>;

export function createClassEvents(): ClassEvents {
  return new EventEmitter<ClassEventMap>();
}
