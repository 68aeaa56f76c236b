import type { ServerToClient, TurnView } from '@learnflow/shared';
import { mergeTurns } from './merge-turns.ts';

type Change = Parameters<ServerToClient['ask']>[0];
type Piece = Parameters<ServerToClient['ask.text']>[0];

/** The student's own questions in a room with their answers, as the server tells them. */
export class RoomTurns {
  /** Oldest first. */
  list: readonly TurnView[] = $state.raw([]);
  /** What a model has written so far, by question; incomplete, and never kept. */
  writing: Readonly<Record<string, string>> = $state.raw({});

  /** A whole look: what is missing from it was deleted. */
  begin(turns: readonly TurnView[]): void {
    this.list = mergeTurns(this.list, turns, true);
  }

  change({ turns, cleared }: Change): void {
    this.list = mergeTurns(this.list, turns, cleared);
    for (const { id, model } of turns) if (model !== 'writing') this.#forget(id);
  }

  /** Whoever came in the middle of a text waits for the whole of it. */
  write({ questionId, from, text }: Piece): void {
    const before = from === 0 ? '' : this.writing[questionId];
    if (before?.length !== from) return;
    this.writing = { ...this.writing, [questionId]: before + text };
  }

  #forget(id: string): void {
    if (!(id in this.writing)) return;
    this.writing = Object.fromEntries(Object.entries(this.writing).filter(([key]) => key !== id));
  }
}
