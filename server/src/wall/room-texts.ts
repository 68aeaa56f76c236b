import { fileFields, fileLimits, filesKey } from '@learnflow/shared';
import * as Y from 'yjs';
import type { Documents, RoomFile } from '../collab/collab.port.ts';
import type { Log } from '../log.ts';

/** Rooms read from the database at the same time; more would only queue for connections. */
const maxReads = 4;

export interface TextInView {
  fileId: string;
  name: string;
  text: string;
}

/**
 * The texts that tiles are cut from: of the live document while a room is loaded, else of one look into the database,
 * so that a wall opened after a restart is not empty.
 */
export class RoomTexts {
  readonly #documents: Pick<Documents, 'peek' | 'files'>;
  readonly #log: Log;
  readonly #onRead: (roomId: string) => void;
  readonly #stored = new Map<string, RoomFile[]>();
  readonly #waiting = new Set<string>();
  readonly #reading = new Map<string, Promise<void>>();
  /** Two students of one room in the same batch share one text. */
  #fresh = new Map<string, TextInView>();

  /** @param onRead  a room asked for by `read` is there now */
  constructor(
    documents: Pick<Documents, 'peek' | 'files'>,
    log: Log,
    onRead: (roomId: string) => void,
  ) {
    this.#documents = documents;
    this.#log = log;
    this.#onRead = onRead;
  }

  /** @param fileId  the first file when undefined or gone. @returns undefined while the room is still being read */
  read(roomId: string, fileId: string | undefined): TextInView | undefined {
    const key = `${roomId} ${fileId ?? ''}`;
    const known = this.#fresh.get(key);
    if (known) return known;
    const doc = this.#documents.peek(roomId);
    const found = doc ? textOfDoc(doc, fileId) : this.#fromStored(roomId, fileId);
    if (doc) this.#stored.delete(roomId);
    if (found) this.#fresh.set(key, found);
    return found;
  }

  /** Forgets texts read in this turn; call it between batches. */
  endTurn(): void {
    if (this.#fresh.size > 0) this.#fresh = new Map();
  }

  /** Settles when every room asked for has been read. */
  async settled(): Promise<void> {
    while (this.#reading.size > 0) await Promise.all(this.#reading.values());
  }

  #fromStored(roomId: string, fileId: string | undefined): TextInView | undefined {
    const files = this.#stored.get(roomId);
    if (!files) {
      if (!this.#reading.has(roomId)) this.#waiting.add(roomId);
      this.#readNext();
      return undefined;
    }
    const file = files.find((one) => one.id === fileId) ?? files[0];
    return file && { fileId: file.id, name: file.name, text: file.text };
  }

  #readNext(): void {
    for (const roomId of this.#waiting) {
      if (this.#reading.size >= maxReads) return;
      this.#waiting.delete(roomId);
      this.#reading.set(roomId, this.#readRoom(roomId));
    }
  }

  async #readRoom(roomId: string): Promise<void> {
    try {
      this.#stored.set(roomId, await this.#documents.files(roomId));
    } catch (error) {
      // The tile stays without text until the next change asks again.
      this.#log.warn({ err: error, roomId }, 'wall.room_unread');
    }
    this.#reading.delete(roomId);
    this.#readNext();
    if (this.#stored.has(roomId)) this.#onRead(roomId);
  }
}

function textOfDoc(doc: Y.Doc, fileId: string | undefined): TextInView | undefined {
  const files = doc.getMap(filesKey);
  const chosen = fileId === undefined ? undefined : files.get(fileId);
  if (fileId !== undefined && chosen instanceof Y.Map) return textOfFile(fileId, chosen);
  let first: [string, Y.Map<unknown>] | undefined;
  for (const [id, file] of files) {
    if (!(file instanceof Y.Map)) continue;
    if (!first || orderOf(file) < orderOf(first[1])) first = [id, file];
  }
  return first && textOfFile(...first);
}

function textOfFile(fileId: string, file: Y.Map<unknown>): TextInView {
  const name = file.get(fileFields.name);
  const text = file.get(fileFields.text);
  return {
    fileId,
    // Clients write names; a tile shows no more than a file name may be long.
    name: String(name ?? '').slice(0, fileLimits.maxNameLength),
    text: text instanceof Y.Text ? text.toString() : '',
  };
}

function orderOf(file: Y.Map<unknown>): number {
  const order = file.get(fileFields.order);
  return typeof order === 'number' ? order : Number.POSITIVE_INFINITY;
}
