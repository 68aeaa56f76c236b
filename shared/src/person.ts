import { inkAt, type PersonInk } from './ink.ts';
import type { Role } from './roles.ts';

/** How a class member is shown to others: always written by the server, never by the client it speaks for. */
export interface Person {
  memberId: string;
  name: string;
  role: Role;
  ink: PersonInk;
}

/** @param member  a row of the class; `ink` is the stored index. Staff write with the teacher's pen. */
export function personOf(member: {
  memberId: string;
  name: string;
  role: Role;
  ink: number;
}): Person {
  const { memberId, name, role, ink } = member;
  return { memberId, name, role, ink: role === 'student' ? inkAt(ink) : 'pen' };
}

/** @returns up to two initials: `Maya Cohen` → `MC`, `Leo` → `L`. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const first = words[0]?.[0] ?? '';
  const last = words.length > 1 ? (words.at(-1)?.[0] ?? '') : '';
  return (first + last).toUpperCase();
}

/** The form under which two names count as the same: case, accents' encoding and spacing do not tell people apart. */
export function nameKey(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('en');
}
