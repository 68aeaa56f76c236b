import type { EventEmitter } from 'node:events';
import type { Person, TimesView, UpdateKind } from '@learnflow/shared';
import type * as Y from 'yjs';

export interface RoomFile {
  id: string;
  name: string;
  text: string;
}

/** Somebody of the staff who has a student's document open, whatever else their page told the server. */
export interface DocumentVisitor {
  person: Person;
  lessonId: string;
}

/** What the rest of the server may know about documents: `wall/` and `run/` use this, never sockets or bytes. */
export interface CollabEventMap {
  /** Somebody changed a file. `line` is 1-based, where the last change of the transaction ended. */
  edited: [{ roomId: string; memberId: string | null; fileId: string; line: number; at: number }];
  /** So many characters (UTF-16 units) came in at once. */
  pasted: [{ roomId: string; memberId: string; chars: number; at: number }];
  /** A caret moved. */
  cursor: [{ roomId: string; memberId: string; fileId: string; line: number }];
  /** A member's first connection to the room opened, or their last one closed. */
  presence: [
    { roomId: string; memberId: string; here: boolean; at: number; visitor?: DocumentVisitor },
  ];
}

/** How collaboration is doing, for the server page. */
export interface CollabLevels {
  /** In memory. */
  rooms: number;
  /** Changes that are not stored yet. */
  unsaved: number;
  isStoring: boolean;
  /** Times of commits lately, and of the last minute. */
  store: TimesView | undefined;
  lastStore: TimesView | undefined;
}

/** Whose connections are meant: of a member, of a sign-in's user, of everybody in a room or in a lesson. */
export type Whom =
  { memberId: string } | { userId: string } | { roomId: string } | { lessonId: string };

export interface Documents {
  events: EventEmitter<CollabEventMap>;
  /** The live document, only if the room is loaded. Read it, never change it. */
  peek(roomId: string): Y.Doc | undefined;
  /** Files in tab order; loads the room when it is not in memory. */
  files(roomId: string): Promise<RoomFile[]>;
  /**
   * Changes the document for somebody, on top of everything they and others have sent so far; loads the room when it is
   * not in memory. Everybody in the room sees it; it is in the document when this resolves, and stored soon after.
   * @param by    who it is by in the log (null: nobody), and what the log calls it (`restored`, `seed`)
   * @param edit  must not throw: half a change cannot be taken back. It asks first whether the document has space for
   *              so many bytes more, and changes nothing when it has not.
   */
  change(
    roomId: string,
    by: { memberId: string | null; kind: UpdateKind },
    edit: (doc: Y.Doc, hasSpaceFor: (bytes: number) => boolean) => void,
  ): Promise<void>;
  /**
   * The stored log of the room was found damaged: puts it right. Of a room in memory what is live is stored first; when
   * the document is another one all the same, everybody in it has to come again.
   */
  repair(roomId: string): Promise<void>;
  /** Ask again what each of these open connections may do; closes those with no right. */
  recheck(who: Whom): Promise<void>;
}
