/** The twelve student inks of the design, in the order in which the server hands them out; an ink is stored as its index. */
export const inks = [
  'teal',
  'coral',
  'leaf',
  'azure',
  'ochre',
  'violet',
  'jade',
  'rose',
  'slate',
  'olive',
  'indigo',
  'umber',
] as const;
export type Ink = (typeof inks)[number];

/** The ink of a person in a room: a student's own, or the teacher's pen (also used by tutors). */
export type PersonInk = Ink | 'pen';

/** @param index stored ink number, any integer ≥ 0 */
export function inkAt(index: number): Ink {
  return inks[index % inks.length] ?? 'teal';
}
