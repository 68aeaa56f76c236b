import type { AppError, StudentProgress } from '@learnflow/shared';
import { asAppError } from '../as-app-error.ts';
import { live } from '../live.ts';
import { listMyProgress } from './requests.ts';

/** One's own numbers in every class, asked for again whenever the server says that there is something new. */
export class OwnProgress {
  classes: StudentProgress[] | undefined = $state.raw();
  trouble: AppError | undefined = $state.raw();
  readonly #off: () => void;
  #asked = 0;

  constructor() {
    const socket = live();
    const look = (): void => void this.load();
    socket.on('progress.changed', look).on('connect', look);
    this.#off = () => void socket.off('progress.changed', look).off('connect', look);
  }

  async load(): Promise<void> {
    const turn = ++this.#asked;
    try {
      const found = await listMyProgress();
      // An older answer may come later.
      if (turn === this.#asked) this.classes = found;
    } catch (error) {
      if (!this.classes) this.trouble = asAppError(error);
    }
  }

  close(): void {
    this.#off();
  }
}
