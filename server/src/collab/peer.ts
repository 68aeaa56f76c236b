import type { ErrorCode, RoomRight } from '@learnflow/shared';
import type { DocumentVisitor } from './collab.port.ts';
import type { Outcome } from './outcome.ts';
import type { Message } from './wire-frame.ts';

/** A connection as its room sees it; the room knows neither sockets nor sessions. */
export interface RoomPeer {
  readonly memberId: string;
  /** The same person keeps a presence id over a reconnect, also while the old socket has not been found dead yet. */
  readonly userId: string;
  readonly right: RoomRight;
  /** The server has thrown it out: what it sent last is not read any more. */
  readonly isExpelled: boolean;
  /** It has handed in everything it had when it came, and the document has it. */
  readonly isSynced: boolean;
  /** Written over `user` in every presence state this connection sends. */
  readonly stamp: { memberId: string; name: string; role: string; ink: string };
  /** Set for staff, who are guests in every room. */
  readonly visitor?: DocumentVisitor | undefined;
  /** How many of its update frames have been dealt with: applied, known already or refused. */
  readonly settledFrames: number;
  /** It reads so slowly that carets are left out for now. */
  readonly isCrowdedOut: boolean;
  send(message: Message): void;
  /** What became of its next update frame, in the order they came. @param isWhole  it was a sync step 2 */
  answer(outcome: Outcome, isWhole: boolean): void;
  /** Counts the structs and deletions of an update against its rate. */
  charge(parts: number): void;
  /** Everything up to `stateVector` is committed, and with it the connection's first `frames` update frames. */
  saved(stateVector: Uint8Array, frames: number): void;
  close(code: ErrorCode): void;
}
