import { tutorLimits } from '@learnflow/shared';
import { codeBlocksOf } from './code-blocks.ts';
import type { Guard } from './guard.ts';
import { HeldBack } from './held-back.ts';
import { withoutLinks } from './links.ts';
import type { PasteTest } from './paste-test.ts';
import { unitLength } from './units.ts';

/** Takes what a model writes, piece by piece. */
export interface Receiver {
  /** @throws HeldBack */
  add(piece: string): Promise<void>;
  /**
   * @param isCut  the model met its own limit
   * @returns the whole text
   * @throws HeldBack
   */
  end(isCut: boolean): Promise<string>;
}

/**
 * Lets a text that is being written go on its way piece by piece, each only after everything up to its end has passed.
 *
 * 1. Thoughts that a model writes before its answer are left out.
 * 2. Whole sentences, lines and code blocks are taken, their links stripped.
 * 3. Guard over everything so far; code also through the paste test.
 * 4. What passed is told, and never changed again.
 */
export class Release implements Receiver {
  readonly #guard: Guard;
  readonly #paste: PasteTest;
  readonly #onText: (piece: string) => void;
  #waiting = '';
  #passed = '';
  #isThinking: boolean | undefined;

  constructor(options: { guard: Guard; paste: PasteTest; onText: (piece: string) => void }) {
    this.#guard = options.guard;
    this.#paste = options.paste;
    this.#onText = options.onText;
  }

  /** @throws HeldBack */
  async add(piece: string): Promise<void> {
    this.#waiting += piece;
    if (!this.#skipThoughts()) return;
    for (;;) {
      const isAtLineStart = this.#passed === '' || this.#passed.endsWith('\n');
      const length = unitLength(this.#waiting, isAtLineStart);
      if (length === 0) break;
      await this.#pass(length, false);
    }
    // A text that does not end anywhere is not collected for ever.
    if (this.#passed.length + this.#waiting.length > tutorLimits.answerChars) {
      throw new HeldBack('unreadable');
    }
  }

  /**
   * @param isCut  the model was stopped in the middle of a sentence, which is left out
   * @returns the whole text
   * @throws HeldBack
   */
  async end(isCut: boolean): Promise<string> {
    if (this.#isThinking) throw new HeldBack('unreadable');
    if (isCut) this.#waiting = '';
    const isOpenFence = /^ {0,3}(?:```|~~~)/.test(this.#waiting);
    if (isOpenFence && !/\n {0,3}(?:```|~~~)\s*$/.test(this.#waiting)) this.#waiting += '\n```';
    await this.#pass(this.#waiting.length, true);
    return this.#passed.trim();
  }

  async #pass(length: number, isWhole: boolean): Promise<void> {
    const unit = withoutLinks(this.#waiting.slice(0, length));
    const text = this.#passed + unit;
    const reason = this.#guard(text, isWhole);
    if (reason) throw new HeldBack(reason);
    const hasCode = /^ {0,3}(?:```|~~~)|^(?: {4}|\t)/m.test(unit);
    if (hasCode || isWhole) await this.#paste(codeBlocksOf(text));
    this.#waiting = this.#waiting.slice(length);
    this.#passed = text;
    if (unit !== '') this.#onText(unit);
  }

  /** @returns whether the answer itself has begun */
  #skipThoughts(): boolean {
    const opening = '<think>';
    if (this.#isThinking === undefined) {
      const begun = this.#waiting.trimStart();
      if (begun.length < opening.length && opening.startsWith(begun)) return false;
      this.#isThinking = begun.startsWith(opening);
      this.#waiting = begun;
    }
    if (!this.#isThinking) return true;
    const end = this.#waiting.indexOf('</think>');
    if (end < 0) return false;
    this.#waiting = this.#waiting.slice(end + '</think>'.length).trimStart();
    this.#isThinking = false;
    return true;
  }
}
