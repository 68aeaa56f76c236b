import { asAppError } from '../as-app-error.ts';
import type { AppError } from '@learnflow/shared';
import { type RoomView } from '@learnflow/shared';
import { api } from '../api.ts';
import { RoomDocument } from '../editor/room-document.svelte.ts';
import { RoomLive } from '../room/room-live.svelte.ts';
import { personOf } from '../room/room-view.ts';
import type { VisitMode } from './wall-desk.svelte.ts';

/** One opened room, as the visitor is in it. */
export interface VisitedRoom {
  view: RoomView;
  mode: VisitMode;
  doc: RoomDocument;
  live: RoomLive;
}

/**
 * A teacher's or tutor's stay in a student's room. Going from looking to editing, and to another room when the student
 * is seated elsewhere, are new entries: the old one is left first, because the server keeps one visit per person and
 * room and would take the late goodbye for the end of the new one.
 */
export class Visit {
  room: VisitedRoom | undefined = $state.raw();
  /** Why the room cannot be shown. */
  trouble: AppError | undefined = $state.raw();
  #turn = 0;
  #isClosed = false;
  #work: Promise<void> = Promise.resolve();

  /** Opens a room; a later call wins over an earlier one that is still on its way. */
  go(roomId: string, mode: VisitMode): Promise<void> {
    this.#turn += 1;
    const turn = this.#turn;
    this.#work = this.#work.then(() =>
      turn === this.#turn ? this.#enter(roomId, mode) : undefined,
    );
    return this.#work;
  }

  close(): Promise<void> {
    this.#isClosed = true;
    this.#turn += 1;
    this.#work = this.#work.then(() => this.#leave());
    return this.#work;
  }

  async #enter(roomId: string, mode: VisitMode): Promise<void> {
    try {
      const view = await api<RoomView>('GET', `/api/rooms/${encodeURIComponent(roomId)}`);
      if (this.#isClosed) return;
      await this.#leave();
      const doc = new RoomDocument({
        roomId,
        epoch: view.epoch,
        mode,
        person: personOf(view),
        right: view.right,
      });
      this.room = { view, mode, doc, live: new RoomLive({ roomId, as: mode, pair: view.pair }) };
      this.trouble = undefined;
    } catch (error) {
      this.trouble = asAppError(error);
    }
  }

  async #leave(): Promise<void> {
    const old = this.room;
    if (!old) return;
    this.room = undefined;
    await Promise.all([old.live.close(), old.doc.close()]);
  }
}
