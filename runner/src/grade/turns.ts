/**
 * Who may start a sandbox next. Each grade (and each judge's question) stands in a line of its own; of all lines that want
 * a place, the one that has used the least time goes first, in steps of `stepMs`, then the older one. So quick submissions
 * are finished one after the other instead of all at the end, and one whose tests run into time limits holds nobody up.
 */

const stepMs = 3_000;

export interface Line {
  /** Resolves with `release` when a place is free. */
  take(): Promise<() => void>;
  /** No further turn is given; those waiting are rejected. */
  leave(): void;
}

export interface Turns {
  /** `moved` is told how many lines that have not begun stand before this one, as long as it waits for its first turn. */
  join(moved?: (place: number) => void): Line;
}

/** The line was left before its turn came. */
export class LeftLine extends Error {}

interface Entry {
  usedMs: number;
  hasBegun: boolean;
  isGone: boolean;
  told: number;
  moved: ((place: number) => void) | undefined;
  waiting: PromiseWithResolvers<() => void>[];
}

/** `places`: sandboxes at the same time. While `isBusy` (people wait for a run) grading keeps to one of them. */
export function createTurns(places: number, isBusy: () => boolean = () => false): Turns {
  const entries: Entry[] = [];
  let taken = 0;

  function next(): Entry | undefined {
    const step = (entry: Entry): number => Math.floor(entry.usedMs / stepMs);
    return entries
      .filter((entry) => entry.waiting.length > 0)
      .reduce<Entry | undefined>(
        (best, entry) => (best === undefined || step(entry) < step(best) ? entry : best),
        undefined,
      );
  }

  function advance(): void {
    while (taken < (isBusy() ? 1 : places)) {
      const entry = next();
      const turn = entry?.waiting.shift();
      if (entry === undefined || turn === undefined) break;
      taken += 1;
      entry.hasBegun = true;
      turn.resolve(releaseOf(entry));
    }
    let place = 0;
    for (const entry of entries) {
      if (entry.hasBegun) continue;
      place += 1;
      if (entry.told === place) continue;
      entry.told = place;
      entry.moved?.(place);
    }
  }

  function releaseOf(entry: Entry): () => void {
    const since = performance.now();
    let isReleased = false;
    return () => {
      if (isReleased) return;
      isReleased = true;
      entry.usedMs += performance.now() - since;
      taken -= 1;
      advance();
    };
  }

  return {
    join(moved) {
      const entry: Entry = {
        usedMs: 0,
        hasBegun: false,
        isGone: false,
        told: 0,
        moved,
        waiting: [],
      };
      entries.push(entry);
      return {
        take() {
          const turn = Promise.withResolvers<() => void>();
          if (entry.isGone) turn.reject(new LeftLine());
          else entry.waiting.push(turn);
          queueMicrotask(advance);
          return turn.promise;
        },
        leave() {
          entry.isGone = true;
          const at = entries.indexOf(entry);
          if (at >= 0) entries.splice(at, 1);
          for (const turn of entry.waiting.splice(0)) turn.reject(new LeftLine());
          queueMicrotask(advance);
        },
      };
    },
  };
}
