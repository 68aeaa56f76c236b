import { untrack } from 'svelte';

/** What is on screen for a moment: one sentence, perhaps a way back. */
export interface ToastView {
  id: number;
  text: string;
  tone: 'ok' | 'help' | 'plain';
  undo: (() => void) | undefined;
}

const undoMs = 5_000;
const plainMs = 8_000;

/** One toast at a time: a new one takes the place of the old. Drawn once by `Toaster` in the root layout. */
class Toasts {
  current: ToastView | undefined = $state();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #lastId = 0;

  /**
   * @param text  a finished sentence or "Hint sent to Amara"
   * @param options.undo  shows Undo for five seconds; without it the toast stays for eight
   */
  show(text: string, options: { undo?: () => void; tone?: ToastView['tone'] } = {}): void {
    this.#lastId += 1;
    this.current = {
      id: this.#lastId,
      text,
      tone: options.tone ?? 'ok',
      undo: options.undo,
    };
    // Reads what it has just written: an effect that says something must not depend on it.
    untrack(() => {
      this.resume();
    });
  }

  undo(): void {
    this.current?.undo?.();
    this.hide();
  }

  hide(): void {
    clearTimeout(this.#timer);
    this.current = undefined;
  }

  /** While the pointer or the focus is on it, a toast does not run away. */
  hold(): void {
    clearTimeout(this.#timer);
  }

  resume(): void {
    clearTimeout(this.#timer);
    if (!this.current) return;
    this.#timer = setTimeout(
      () => {
        this.hide();
      },
      this.current.undo ? undoMs : plainMs,
    );
  }
}

export const toast = new Toasts();
