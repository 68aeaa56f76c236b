import type { BoardMember } from '@learnflow/shared';

/**
 * First names for a projector; where two people share one, the first letter of the last name is added, then all of it.
 * @returns id → `Ben` or `Ben W`
 */
export function boardNames(
  people: readonly { memberId: string; name: string }[],
): Map<string, string> {
  const forms = people.map((person) => {
    const words = person.name.trim().split(/\s+/);
    const first = words[0] ?? person.name;
    const last = words.length > 1 ? (words.at(-1) ?? '') : '';
    return {
      id: person.memberId,
      forms: [first, `${first} ${last.charAt(0)}`.trim(), person.name],
    };
  });
  return new Map(
    forms.map(({ id, forms: mine }) => {
      const unique = [0, 1, 2].find(
        (form) => forms.filter((other) => other.forms[form] === mine[form]).length === 1,
      );
      return [id, mine[unique ?? 2] ?? ''];
    }),
  );
}

/**
 * Keeps names where they appeared: those already on the board stay in their place, new ones go to the end, roster seats
 * nobody took yet come last and are only counted.
 * @param shown  member ids in the order of the board until now
 */
export function arrivals(shown: readonly string[], board: readonly BoardMember[]): string[] {
  const here = board.filter((member) => member.here);
  const known = new Set(board.map((member) => member.memberId));
  const kept = shown.filter((id) => known.has(id));
  const fresh = here
    .filter((member) => !shown.includes(member.memberId))
    .sort((a, b) => a.name.localeCompare(b.name));
  return [...kept, ...fresh.map((member) => member.memberId)];
}

/** @returns how many are here and how many are expected (0 = no class list, so nobody in particular is) */
export function turnout(board: readonly BoardMember[]): { here: number; expected: number } {
  const here = board.filter((member) => member.here).length;
  const expected = board.some((member) => member.onRoster)
    ? board.filter((member) => member.onRoster || member.here).length
    : 0;
  return { here, expected };
}
