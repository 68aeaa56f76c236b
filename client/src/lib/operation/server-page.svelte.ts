import { asAppError } from '../as-app-error.ts';
import type { AppError } from '@learnflow/shared';
import { type ServerView } from '@learnflow/shared';
import { api } from '../api.ts';

const everyMs = 4_000;

/** Asks the server how it is for as long as the page is seen. */
export class ServerPage {
  view: ServerView | undefined = $state.raw();
  /** Nothing could be shown at all. */
  trouble: AppError | undefined = $state.raw();
  /** Epoch ms of the last answer, when later questions got none. */
  silentSince: number | undefined = $state();
  #answeredAt = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  async open(): Promise<void> {
    await this.#ask();
    if (!this.#isClosed && !this.trouble) this.#timer = setTimeout(() => void this.open(), everyMs);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  async #ask(): Promise<void> {
    if (document.hidden && this.view) return;
    try {
      this.view = await api<ServerView>('GET', '/api/server');
      this.#answeredAt = Date.now();
      this.silentSince = undefined;
    } catch (error) {
      const known = asAppError(error);
      const mayCome = known.code === 'unavailable' || known.code === 'server.error';
      if (this.view && mayCome) this.silentSince = this.#answeredAt;
      else this.trouble = known;
    }
  }
}
