import type { Status } from '@learnflow/shared';

/** Rules of the wall, each a plain number so that a class can later have its own. */
export const statusRules = {
  /** No key for this long. */
  idleAfterMs: 3 * 60_000,
  /** A page that reloads or changes networks is back well before this. */
  offlineAfterMs: 20_000,
  /** So many runs in a row that failed alike. */
  stuckRuns: 3,
} as const;

/** One ended run, as far as the wall cares. */
export interface RunFact {
  /** Epoch ms of its end. */
  at: number;
  ok: boolean;
  /** Error type or limit; undefined when the run says nothing about the program (stopped by hand, runner trouble). */
  failure: string | undefined;
  line: number | undefined;
}

export interface StatusFacts {
  /** Epoch ms; 0 = down. */
  handAt: number;
  /** Oldest first; the last ten are enough. */
  runs: readonly RunFact[];
  /** Epoch ms when the last connection closed; undefined while one is open. */
  goneAt: number | undefined;
  /** Epoch ms when all required checks passed or the work was handed in; undefined before. */
  finishedAt: number | undefined;
  /** Epoch ms of the last key, or of coming in when no key was pressed yet. */
  activeAt: number;
}

export interface StatusNow {
  status: Status;
  /** Epoch ms; for `flowing` undefined: it holds since the status before it ended. */
  since: number | undefined;
  reason: string;
}

/** @returns what the ring shows; precedence help > stuck > offline > finished > idle > flowing */
export function statusOf(facts: StatusFacts, now: number): StatusNow {
  if (facts.handAt > 0) return { status: 'help', since: facts.handAt, reason: '' };
  const stuck = stuckBy(facts.runs);
  if (stuck) return { status: 'stuck', ...stuck };
  if (facts.goneAt !== undefined && now - facts.goneAt >= statusRules.offlineAfterMs) {
    return { status: 'offline', since: facts.goneAt, reason: '' };
  }
  if (facts.finishedAt !== undefined) {
    return { status: 'finished', since: facts.finishedAt, reason: '' };
  }
  if (now - facts.activeAt >= statusRules.idleAfterMs) {
    return { status: 'idle', since: facts.activeAt, reason: '' };
  }
  return { status: 'flowing', since: undefined, reason: '' };
}

/**
 * The last runs all failed alike. Runs that say nothing are passed over: stopping a hanging program and trying again
 * does not make anybody less stuck.
 * @returns since the run that made it so, with words like `3 × IndexError on line 7`
 */
function stuckBy(runs: readonly RunFact[]): { since: number; reason: string } | undefined {
  const alike: RunFact[] = [];
  for (const run of [...runs].reverse()) {
    if (run.ok) break;
    if (run.failure === undefined) continue;
    if (alike[0] && run.failure !== alike[0].failure) break;
    alike.push(run);
  }
  const [last] = alike;
  const became = alike.at(-statusRules.stuckRuns);
  if (!last || !became || alike.length < statusRules.stuckRuns) return undefined;
  const sameLine = last.line !== undefined && alike.every((run) => run.line === last.line);
  const where = sameLine ? ` on line ${last.line}` : '';
  return { since: became.at, reason: `${alike.length} × ${last.failure}${where}` };
}
