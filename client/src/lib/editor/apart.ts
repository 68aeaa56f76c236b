import * as Y from 'yjs';

/** What came together when the connection returned. */
export interface JoinedUp {
  /** Changes made here while the line was cut. */
  mine: number;
  theirs: { name: string; edits: number }[];
  /** Since when nothing was heard of the server, epoch ms. */
  since: number;
  awayMs: number;
}

/** Yjs's state vector: client id → its clock, which is one per character. */
type Vector = ReadonlyMap<number, number>;

export function vectorOf(doc: Y.Doc): Map<number, number> {
  return Y.decodeStateVector(Y.encodeStateVector(doc));
}

/** Apart for longer, somebody wants to know what changed, and not only that it did. */
export const longApartMs = 60_000;

/**
 * The time in which this browser and the server hear nothing of each other. Its beginning is noted on this computer, so
 * that a page that is loaded again without a network, or woken from a sleep, still knows how long it was away.
 */
export class Apart {
  readonly #key: string;
  readonly #ownId: number;
  /** The document as both sides had it; undefined while they hear each other. */
  #before: Vector | undefined;
  #since = 0;
  #mine = 0;

  constructor(roomId: string, ownId: number) {
    this.#key = `learnflow.apart.${roomId}`;
    this.#ownId = ownId;
  }

  /** The line is cut; what was cut already stays as it is. @param heardAt  the last word of the server, 0: none yet */
  begin(vector: Vector, now: number, heardAt: number): void {
    if (this.#before) return;
    this.#before = vector;
    this.#mine = 0;
    this.#since = heardAt || Number(localStorage.getItem(this.#key)) || now;
    // A page that never heard of the server has nothing to be apart from.
    if (heardAt > 0) localStorage.setItem(this.#key, String(heardAt));
  }

  /** A change was made here. */
  edited(): void {
    this.#mine += 1;
  }

  /** The copy on this computer was read: none of it comes from others while we are apart. */
  loaded(vector: Vector): void {
    if (this.#before) this.#before = vector;
  }

  /**
   * Both hear each other again.
   * @param server  what the server had when the line came back
   * @returns what each side wrote meanwhile, by client id
   */
  end(after: Vector, server: Vector | undefined, now: number): Joined | undefined {
    const before = this.#before;
    this.#before = undefined;
    localStorage.removeItem(this.#key);
    if (!before) return undefined;
    let mine = this.#mine;
    // Typed before this page was loaded: another client id, and still nobody else's.
    for (const [client, clock] of before) {
      if (client !== this.#ownId) mine += Math.max(0, clock - (server?.get(client) ?? 0));
    }
    const theirs = new Map<number, number>();
    for (const [client, clock] of after) {
      const grown = clock - (before.get(client) ?? 0);
      if (client !== this.#ownId && grown > 0) theirs.set(client, grown);
    }
    return { mine, theirs, since: this.#since, awayMs: now - this.#since };
  }
}

export interface Joined {
  mine: number;
  /** Client id → characters. */
  theirs: Vector;
  since: number;
  awayMs: number;
}

/** @param nameOf  who a client id belongs to; undefined for somebody who has left again */
export function tellJoined(
  { theirs, ...rest }: Joined,
  nameOf: (clientId: number) => string | undefined,
): JoinedUp {
  const edits = new Map<string, number>();
  for (const [client, grown] of theirs) {
    const name = nameOf(client) ?? '';
    edits.set(name, (edits.get(name) ?? 0) + grown);
  }
  return { ...rest, theirs: [...edits].map(([name, n]) => ({ name, edits: n })) };
}
