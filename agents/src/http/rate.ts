/** Requests of one caller: so many in a minute, refilled evenly, with room for a burst of as many. */
export interface Rate {
  /** @returns the seconds to wait, or 0 and one request less is left */
  take(caller: string): number;
}

/** Above this many, callers that have been quiet for a minute are forgotten. */
const maxCallers = 10_000;
const minuteMs = 60_000;

export function createRate(perMinute: number, now: () => number): Rate {
  const callers = new Map<string, { left: number; at: number }>();
  function forgetQuiet(at: number): void {
    for (const [caller, one] of callers) if (at - one.at >= minuteMs) callers.delete(caller);
    // Everybody is busy: the oldest one starts afresh.
    const [oldest] = callers.keys();
    if (callers.size >= maxCallers && oldest !== undefined) callers.delete(oldest);
  }
  return {
    take(caller) {
      const at = now();
      const one = callers.get(caller);
      const gained = one ? ((at - one.at) / minuteMs) * perMinute : 0;
      const left = one ? Math.min(perMinute, one.left + gained) : perMinute;
      if (left < 1) return Math.max(1, Math.ceil(((1 - left) * 60) / perMinute));
      if (!one && callers.size >= maxCallers) forgetQuiet(at);
      callers.set(caller, { left: left - 1, at });
      return 0;
    },
  };
}
