import { can, type Right } from '@learnflow/shared';
import type { Place, Somebody } from './school.ts';

/** What must not succeed, told from who is who alone: the server's own checks are not asked. */

/** @returns whether somebody may be in the class of a place with this right there */
export function mayInClass(who: Somebody, place: Place, right: Right): boolean {
  const role = who.isSignedIn ? who.roles.get(place.ids['classId'] ?? '') : undefined;
  return role !== undefined && can(role, right);
}

/** @returns whether somebody may look into the room of a place */
export function mayInRoom(who: Somebody, place: Place, right: Right = 'room.work'): boolean {
  if (!mayInClass(who, place, right)) return false;
  return mayInClass(who, place, 'room.visit') || place.inside.has(who.label);
}

/** @returns what somebody may do less than others in this very place */
export function limitOf(who: Somebody, place: Place): 'watch' | 'held' | 'navigate' | undefined {
  return who.own?.place === place ? who.own.right : undefined;
}

/** What is tried, and what came of it. */
export interface Tally {
  attempts: number;
  /** Lines that the log must hold about them. */
  lines: number;
  /** Of these, how many may be told twice: for the shared socket, and for the room that was asked for over it. */
  doubles: number;
  /** Attempts that came through, or were refused in another way than at the border. */
  leaks: string[];
}
export const newTally = (): Tally => ({ attempts: 0, lines: 0, doubles: 0, leaks: [] });
