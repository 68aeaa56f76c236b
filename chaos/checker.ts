import { setTimeout as delay } from 'node:timers/promises';
import type { Crew } from './crew.ts';
import { openTypist } from './provider.ts';
import type { Seat } from './school.ts';
import { readTokens } from './tokens.ts';

/** Everything but `acknowledged` must be zero. */
export interface Verdict {
  acknowledged: number;
  lost: number;
  doubled: number;
  diverged: number;
  stuck: number;
}

const settleWithinMs = 5_000;

/** Waits until every writer is saved. @returns how many are not, five seconds after everything works again */
export async function waitUntilSaved(crew: Crew, withinMs = settleWithinMs): Promise<number> {
  const endAt = performance.now() + withinMs;
  for (;;) {
    const reports = await crew.reports();
    const stuck = reports.filter((report) => report.unsaved > 0 || !report.connected).length;
    if (stuck === 0 || performance.now() > endAt) return stuck;
    await delay(200);
  }
}

/** Reads every room afresh and compares it with what was acknowledged and with what each living writer sees. */
export async function check(
  server: { url: string },
  seats: readonly Seat[],
  crew: Crew,
  { forbidden = 'EVIL', healMs = settleWithinMs } = {},
): Promise<Verdict> {
  const stuck = await waitUntilSaved(crew, healMs);
  const reports = await crew.reports();
  const acknowledged = crew.acknowledged();
  const verdict: Verdict = { acknowledged: 0, lost: 0, doubled: 0, diverged: 0, stuck };
  for (const seat of seats) {
    const text = await readRoom(server.url, seat);
    const { tokens, isWhole } = readTokens(text);
    const there = new Set(tokens);
    const expected = acknowledged.get(seat.roomId) ?? [];
    verdict.acknowledged += expected.length;
    verdict.lost += expected.filter((word) => !there.has(word)).length;
    verdict.doubled += tokens.length - there.size;
    if (!isWhole || text.includes(forbidden)) verdict.diverged++;
    verdict.diverged += reports.filter(
      (each) => each.roomId === seat.roomId && each.text !== text,
    ).length;
  }
  return verdict;
}

async function readRoom(url: string, seat: Seat): Promise<string> {
  const reader = openTypist({ url, origin: url, roomId: seat.roomId, cookie: seat.cookie });
  try {
    const endAt = performance.now() + 15_000;
    while (!reader.provider.synced || !reader.text()) {
      if (performance.now() > endAt) throw new Error(`Room ${seat.roomId} cannot be read`);
      await delay(10);
    }
    return reader.text()?.toString() ?? '';
  } finally {
    reader.leave();
  }
}
