import type { Status } from '@learnflow/shared';

/** A screen reader gets at most one sentence in this time. */
export const announceEveryMs = 10_000;

export interface Turn {
  id: string;
  name: string;
  status: Extract<Status, 'help' | 'stuck'>;
}

/**
 * Collects who newly needs the teacher and gives them out in one sentence at a time. Somebody who is sorted before the
 * sentence is due is left out of it.
 */
export class Announcer {
  readonly #sentence: (turns: readonly Turn[]) => string;
  #known = new Map<string, string>();
  #waiting = new Map<string, Turn>();
  #spokenAt = -Infinity;

  constructor(sentence: (turns: readonly Turn[]) => string) {
    this.#sentence = sentence;
  }

  /** @param turns  everybody who needs the teacher now */
  see(turns: readonly Turn[]): void {
    const now = new Map(turns.map((turn) => [turn.id, turn.status as string]));
    for (const turn of turns) {
      if (this.#known.get(turn.id) !== turn.status) this.#waiting.set(turn.id, turn);
    }
    for (const id of this.#waiting.keys()) if (!now.has(id)) this.#waiting.delete(id);
    this.#known = now;
  }

  /** @returns the sentence that is due, or undefined */
  due(nowMs: number): string | undefined {
    if (this.#waiting.size === 0 || nowMs - this.#spokenAt < announceEveryMs) return undefined;
    const sentence = this.#sentence([...this.#waiting.values()]);
    this.#waiting.clear();
    this.#spokenAt = nowMs;
    return sentence;
  }
}
