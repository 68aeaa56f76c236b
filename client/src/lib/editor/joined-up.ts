/** What came together when the connection returned. */
export interface JoinedUp {
  /** Changes made here while the line was cut. */
  mine: number;
  theirs: { name: string; edits: number }[];
}

/**
 * Counts what others wrote while this browser was cut off: the growth of their clocks, which is one per character.
 * @param nameOf  who a client id belongs to; undefined for somebody who has left again
 */
export function countJoined(
  mine: number,
  ownId: number,
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
  nameOf: (clientId: number) => string | undefined,
): JoinedUp {
  const edits = new Map<string, number>();
  for (const [client, clock] of after) {
    const grown = clock - (before.get(client) ?? 0);
    if (client === ownId || grown <= 0) continue;
    const name = nameOf(client) ?? '';
    edits.set(name, (edits.get(name) ?? 0) + grown);
  }
  return { mine, theirs: [...edits].map(([name, n]) => ({ name, edits: n })) };
}
