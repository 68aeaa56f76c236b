import {
  AppError,
  type EndedRun,
  type ExplainRun,
  type Explanation,
  helpLimits,
  type HelpView,
} from '@learnflow/shared';
import type { Clock } from '../clock.ts';

/** Rooms whose help stays in memory; running the program again makes it anew. */
const maxRooms = 500;

interface Help {
  runId: string;
  explanation: Explanation;
  /** How many hints are open. */
  opened: number;
  /** When the last of them was opened, epoch ms. */
  openedAt: number;
  /** A run since then ended with the same error: the next hint may be opened. */
  triedAgain: boolean;
}

export interface RoomHelpOptions {
  explain: ExplainRun;
  clock: Clock;
}

/**
 * What the last run of each room means, and how many of its hints are open. Hints come one by one: the next after one more
 * run or after a while, so that somebody tries first. Pairs open them together. Kept in memory only: it all follows from
 * the run.
 */
export class RoomHelp {
  readonly #options: RoomHelpOptions;
  readonly #rooms = new Map<string, Help>();

  constructor(options: RoomHelpOptions) {
    this.#options = options;
  }

  /** A program of the room ended. @returns what is to be shown now */
  ended(roomId: string, runId: string, run: EndedRun): HelpView | null {
    const explanation = this.#options.explain(run);
    const before = this.#rooms.get(roomId);
    this.#rooms.delete(roomId);
    if (!explanation) return null;
    const isSame = before !== undefined && isSameError(before.explanation, explanation);
    this.#rooms.set(roomId, {
      runId,
      explanation,
      opened: isSame ? before.opened : 0,
      openedAt: isSame ? before.openedAt : 0,
      triedAgain: isSame && before.opened > 0,
    });
    const [oldest] = this.#rooms.keys();
    if (this.#rooms.size > maxRooms && oldest !== undefined) this.#rooms.delete(oldest);
    return this.view(roomId);
  }

  view(roomId: string): HelpView | null {
    const help = this.#rooms.get(roomId);
    if (!help) return null;
    const { hints, ...explanation } = help.explanation;
    const next = help.opened < hints.length ? this.#waitMs(help) : null;
    return { runId: help.runId, explanation, hints: hints.slice(0, help.opened), nextInMs: next };
  }

  /**
   * Opens the next hint. Asking for one that is open already changes nothing.
   * @param level  1, 2 or 3
   * @throws AppError `not.found` when another program has run since, `request.invalid` when it is not its turn yet
   */
  open(roomId: string, runId: string, level: number): HelpView {
    const help = this.#rooms.get(roomId);
    if (help?.runId !== runId) {
      throw new AppError('not.found', 'The program has run again since. Look at what it says now.');
    }
    if (level > help.opened) {
      if (level > help.opened + 1 || this.#waitMs(help) > 0) {
        throw new AppError('request.invalid', 'Try it once more first, then this hint opens.');
      }
      help.opened = level;
      help.openedAt = this.#options.clock.now();
      help.triedAgain = false;
    }
    return this.view(roomId) as HelpView;
  }

  /** How long until the next hint may be opened. */
  #waitMs({ opened, openedAt, triedAgain }: Help): number {
    if (opened === 0 || triedAgain) return 0;
    return Math.max(0, openedAt + helpLimits.hintWaitMs - this.#options.clock.now());
  }
}

/** The line may have moved by what was typed since. */
function isSameError(before: Explanation, now: Explanation): boolean {
  return before.family === now.family && before.file === now.file;
}
