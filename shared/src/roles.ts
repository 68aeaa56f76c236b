/**
 * Who may do what: the one table that HTTP routes, socket events and collaboration sockets ask.
 * A right is granted by the role a person has *in this class*; nobody has a role in a class they are not a member of.
 */
export const roles = ['student', 'tutor', 'teacher', 'admin'] as const;
export type Role = (typeof roles)[number];

const everyone: readonly Role[] = roles;
const staff: readonly Role[] = ['tutor', 'teacher', 'admin'];
const teachers: readonly Role[] = ['teacher', 'admin'];

export const rights = {
  /** Create classes, open, start, lock and end lessons, change the roster, pair students. */
  'class.manage': teachers,
  /** See the wall and the names on the board. */
  'class.watch': staff,
  /** Open the room of any student of the class, to look or to edit with them (always visible to them). */
  'room.visit': staff,
  /** Edit, run and chat in the room one sits in. */
  'room.work': everyone,
  'hand.raise': ['student'],
  /** Take a quiz, for oneself, and see one's own progress. */
  'quiz.take': ['student'],
  /** Put down somebody else's hand. */
  'hand.clear': staff,
  /** See who seems to need somebody, and send hints. */
  'alert.handle': staff,
  /** Read what was asked of a language model and what it said. */
  'model.review': teachers,
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof rights;

/** @returns whether a person with `role` in the class has `right` there. */
export function can(role: Role, right: Right): boolean {
  return (rights[right] as readonly Role[]).includes(role);
}

/**
 * What somebody may do in one room.
 *
 * - `write`: change the document, run, chat.
 * - `navigate`: a pair has a driver, and it is somebody else: see, point, run and chat.
 * - `held`: the teacher holds the editors: see, point and chat.
 * - `watch`: only look; the lesson has ended, or it is a visit that asked for no more.
 */
export type RoomRight = 'write' | 'navigate' | 'held' | 'watch';

/** @returns whether programs may be started, answered and stopped */
export function mayRun(right: RoomRight): boolean {
  return right === 'write' || right === 'navigate';
}
/** @returns whether messages may be written into the room's chat */
export function mayChat(right: RoomRight): boolean {
  return right !== 'watch';
}
