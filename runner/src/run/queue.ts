/**
 * A line in front of a fixed number of places.
 * A program that waits for a person, or that has been busy for its turn, gives its place away and goes on without one, so
 * that neither those who think about an answer nor endless loops keep everybody else waiting. How many do so is bounded.
 * Places go round: next is whose group (a class) has the fewest programs going, then whose was served longest ago; within
 * the group the same goes for people, then who came first. One class that presses Run thirty times at once does not make another one wait for all
 * thirty, and nobody has more than `mostPerPerson` at a time. Everyone is told when their place in line changes.
 */

export interface Ticket {
  /** Gives the place away while the program goes on; does nothing where too many have done so. */
  rest(why: 'waits' | 'busy'): void;
  /** Takes a place again at once, even when all are taken. */
  resume(): void;
  /** Leaves the line, or gives the place back. Safe to call twice. */
  leave(): void;
}

/** Whose turn it takes; without one everybody is the same nobody, and nobody has no bound. */
export interface Turn {
  person: string;
  group: string;
}

export interface Queue {
  /** `enter` is called when a place is free, at once or later; returns undefined when the line is full. */
  join(enter: () => void, moved?: (place: number) => void, by?: Turn): Ticket | undefined;
  waiting(): number;
}

/** One program to watch and one to try something in. */
const mostPerPerson = 2;
/** Forgetting who was served last costs a turn, not a place. */
const mostRemembered = 5_000;

export interface Resting {
  /** Programs that wait for a person: they cost memory only. */
  waits: number;
  /** Programs that go on computing: each takes from all others. */
  busy: number;
}

interface Entry {
  enter: () => void;
  moved: ((place: number) => void) | undefined;
  by: Turn | undefined;
  told: number;
}

/** `places` run at the same time, and up to `mostResting` without a place; `maxWaiting` bounds the line. */
export function createQueue(
  places: number,
  maxWaiting: number,
  mostResting: Resting = { waits: 0, busy: 0 },
): Queue {
  /** In the order they came. */
  let line: Entry[] = [];
  const inside = new Set<Entry>();
  const resting = new Map<Entry, keyof Resting>();
  /** When a group or person last got a place, as a running number. */
  const served = new Map<string, number>();
  let lastServed = 0;
  let turns = 0;

  function serve(entry: Entry): void {
    if (served.size > mostRemembered) served.clear();
    lastServed += 1;
    served.set(groupOf(entry), lastServed).set(personOf(entry), lastServed);
  }

  function advance(): void {
    while (inside.size < places) {
      const next = inTurn(line, inside, served).find(mayEnter);
      if (next === undefined) break;
      line = line.filter((entry) => entry !== next);
      inside.add(next);
      serve(next);
      next.enter();
    }
    turns += 1;
    const turn = turns;
    for (const [index, entry] of inTurn(line, inside, served).entries()) {
      if (entry.told === index + 1) continue;
      entry.told = index + 1;
      entry.moved?.(index + 1);
      // Who hears of it may leave; then everybody has been told anew.
      if (turn !== turns) return;
    }
  }

  function mayEnter({ by }: Entry): boolean {
    if (by === undefined) return true;
    const going = [...inside, ...resting.keys()].filter(
      (entry) => personOf(entry) === personOf({ by }),
    );
    return going.length < mostPerPerson;
  }

  return {
    join(enter, moved, by) {
      if (inside.size >= places && line.length >= maxWaiting) return undefined;
      const entry: Entry = { enter, moved, by, told: 0 };
      line.push(entry);
      // The caller has its ticket before it is let in.
      queueMicrotask(advance);
      return {
        rest(why) {
          const others = [...resting].filter(([other, one]) => other !== entry && one === why);
          if (others.length >= mostResting[why]) return;
          if (!inside.delete(entry) && !resting.has(entry)) return;
          resting.set(entry, why);
          advance();
        },
        resume() {
          if (resting.delete(entry)) inside.add(entry);
        },
        leave() {
          const isWaiting = line.includes(entry);
          const wasInside = inside.delete(entry);
          const wasResting = resting.delete(entry);
          if (!isWaiting && !wasInside && !wasResting) return;
          if (isWaiting) line = line.filter((other) => other !== entry);
          advance();
        },
      };
    },
    waiting: () => line.length,
  };
}

const groupOf = ({ by }: Pick<Entry, 'by'>): string => by?.group ?? '';
const personOf = ({ by }: Pick<Entry, 'by'>): string =>
  by === undefined ? '' : JSON.stringify([by.group, by.person]);

/** Those who wait, in the order in which they will enter if nothing changes. */
function inTurn(line: Entry[], inside: Set<Entry>, served: Map<string, number>): Entry[] {
  const withinGroups = ranked(line, personOf, inside, served);
  return ranked(withinGroups, groupOf, inside, served);
}

/** Stable: the n-th of a key counts as if n − 1 of them were going already; of equals, who was served longest ago. */
function ranked(
  line: Entry[],
  keyOf: (entry: Entry) => string,
  inside: Set<Entry>,
  served: Map<string, number>,
): Entry[] {
  const going = new Map<string, number>();
  const count = (entry: Entry): number => {
    const before = going.get(keyOf(entry)) ?? 0;
    going.set(keyOf(entry), before + 1);
    return before;
  };
  for (const entry of inside) count(entry);
  const ranks = line.map((entry) => ({
    entry,
    rank: count(entry),
    last: served.get(keyOf(entry)) ?? 0,
  }));
  return ranks.sort((a, b) => a.rank - b.rank || a.last - b.last).map(({ entry }) => entry);
}
