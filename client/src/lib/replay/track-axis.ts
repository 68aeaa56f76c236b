/** Pauses longer than this are drawn short, so that a lesson that goes on the next day still fits on the track. */
const longestPauseMs = 5 * 60_000;
const shortPauseMs = 30_000;
/** A room of a few seconds is not stretched over the whole track. */
const shortestMs = 60_000;

export interface Pause {
  from: number;
  to: number;
}

/** Where on the track a time is. Straight, except for the pauses. */
export interface TrackAxis {
  from: number;
  to: number;
  pauses: readonly Pause[];
  /** @returns 0 (start) to 1 (end) */
  place(at: number): number;
  /** @returns the time at a place from 0 to 1 */
  time(place: number): number;
}

/**
 * @param events  epoch ms of everything that is drawn, in order
 * @param to      the end of the track: now, or the last event
 */
export function createAxis(events: readonly number[], to: number): TrackAxis {
  const from = events[0] ?? to;
  const end = Math.max(to, from);
  const pauses: Pause[] = [];
  let last = from;
  for (const at of [...events, end]) {
    if (at - last > longestPauseMs) pauses.push({ from: last, to: at });
    last = Math.max(last, at);
  }
  // Drawn length up to a time: its distance from the start without what the pauses are cut by.
  const drawn = (at: number): number => {
    let length = at - from;
    for (const pause of pauses) {
      if (at <= pause.from) break;
      const whole = pause.to - pause.from;
      const passed = Math.min(at, pause.to) - pause.from;
      length -= passed - (passed / whole) * shortPauseMs;
    }
    return length;
  };
  const total = Math.max(drawn(end), shortestMs);
  return {
    from,
    to: end,
    pauses,
    place: (at) => drawn(Math.min(Math.max(at, from), end)) / total,
    time: (place) => {
      let left = Math.min(Math.max(place, 0), 1) * total;
      let at = from;
      for (const pause of pauses) {
        const before = pause.from - at;
        if (left <= before) break;
        left -= before;
        if (left <= shortPauseMs) {
          return pause.from + (left / shortPauseMs) * (pause.to - pause.from);
        }
        left -= shortPauseMs;
        at = pause.to;
      }
      return Math.min(at + left, end);
    },
  };
}

/** One bar of the track, all numbers from 0 to 1. */
export interface Bar {
  x: number;
  width: number;
  height: number;
}

/** @returns the bars of the bins that have edits; the tallest reaches 1 */
export function barsOf(
  bins: readonly (readonly [number, number])[],
  { startAt, binMs }: { startAt: number; binMs: number },
  axis: TrackAxis,
): Bar[] {
  const most = bins.reduce((max, [, edits]) => Math.max(max, edits), 1);
  return bins.map(([n, edits]) => {
    const x = axis.place(startAt + n * binMs);
    const width = Math.max(axis.place(startAt + (n + 1) * binMs) - x, 0.001);
    // A root, so that one paste does not flatten everything else.
    return { x, width: width * 0.8, height: Math.max(0.12, Math.sqrt(edits / most)) };
  });
}
