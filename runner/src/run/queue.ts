/** A line in front of a fixed number of places: first come, first served, everyone told when their place changes. */

export interface Ticket {
  /** Leaves the line, or gives the place back. Safe to call twice. */
  leave(): void;
}

export interface Queue {
  /** `enter` is called when a place is free, at once or later; returns undefined when the line is full. */
  join(enter: () => void, moved?: (place: number) => void): Ticket | undefined;
  waiting(): number;
}

/** `places` run at the same time; `maxWaiting` bounds the line. */
export function createQueue(places: number, maxWaiting: number): Queue {
  interface Entry {
    enter: () => void;
    moved: ((place: number) => void) | undefined;
    told: number;
  }
  const line: Entry[] = [];
  let taken = 0;

  function advance(): void {
    while (taken < places) {
      const next = line.shift();
      if (next === undefined) break;
      taken += 1;
      next.enter();
    }
    line.forEach((entry, index) => {
      if (entry.told === index + 1) return;
      entry.told = index + 1;
      entry.moved?.(index + 1);
    });
  }

  return {
    join(enter, moved) {
      if (taken >= places && line.length >= maxWaiting) return undefined;
      let state: 'waiting' | 'inside' | 'gone' = 'waiting';
      const entry: Entry = {
        enter: () => {
          state = 'inside';
          enter();
        },
        moved,
        told: 0,
      };
      line.push(entry);
      const ticket: Ticket = {
        leave() {
          if (state === 'gone') return;
          if (state === 'inside') taken -= 1;
          else line.splice(line.indexOf(entry), 1);
          state = 'gone';
          advance();
        },
      };
      // The caller has its ticket before it is let in.
      queueMicrotask(advance);
      return ticket;
    },
    waiting: () => line.length,
  };
}
