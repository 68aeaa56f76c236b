import {
  AppError,
  type LiveReplies,
  type LiveRequest,
  type LiveRequestName,
} from '@learnflow/shared';
import { asAppError } from '../as-app-error.ts';
import { t } from '../i18n/t.ts';
import { ask } from '../live.ts';
import { Outbox, type OutgoingMessage } from '../room/outbox.ts';
import type { RoomLive } from '../room/room-live.svelte.ts';
import { toast } from '../ui/toast.svelte.ts';
import { keepUnsent, unsentOf } from './unsent.ts';

/** What a student can do with questions in a room. Close it when its panel goes. */
export class Asking {
  /** Own questions that the server has not acknowledged. */
  waiting: OutgoingMessage[] = $state.raw([]);
  readonly #live: RoomLive;
  readonly #outbox: Outbox<LiveReplies['ask.send']>;

  constructor(live: RoomLive, memberId: string) {
    this.#live = live;
    const { roomId } = live;
    const before = unsentOf(roomId, memberId);
    this.waiting = before;
    this.#outbox = new Outbox({
      waiting: before,
      send: (clientKey, text) => this.#ask('ask.send', { roomId, clientKey, text }),
      changed: (waiting, stored) => {
        this.waiting = waiting;
        keepUnsent(roomId, memberId, waiting);
        if (stored) live.turns.change({ roomId, turns: [stored], cleared: false });
      },
    });
    this.#outbox.flush();
  }

  send(text: string): void {
    this.#outbox.add(text);
  }
  retry(clientKey: string): void {
    this.#outbox.retry(clientKey);
  }
  discard(clientKey: string): void {
    this.#outbox.discard(clientKey);
  }
  async stop(questionId: string): Promise<void> {
    await this.#try('ask.stop', { roomId: this.#live.roomId, questionId });
  }
  async rate(answerId: string, helpful: boolean): Promise<void> {
    await this.#try('ask.rate', { roomId: this.#live.roomId, answerId, helpful });
  }
  async clear(): Promise<void> {
    await this.#try('ask.clear', { roomId: this.#live.roomId });
  }
  close(): void {
    this.#outbox.close();
  }

  #ask<N extends LiveRequestName>(name: N, request: LiveRequest<N>): Promise<LiveReplies[N]> {
    if (this.#live.entered) return ask(name, request);
    return Promise.reject(new AppError('unavailable', t('ask.noConnection')));
  }
  async #try<N extends LiveRequestName>(name: N, request: LiveRequest<N>): Promise<void> {
    try {
      await this.#ask(name, request);
    } catch (error) {
      toast.show(asAppError(error).message, { tone: 'help' });
    }
  }
}
