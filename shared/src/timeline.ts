import type {
  AuthorChanges,
  AuthorRange,
  ClientWriters,
  HistoryChanges,
  HistoryFile,
  Moment,
} from './history.ts';
import { historyLimits } from './history.ts';
import { type FileLife, type Piece, readFileLives } from './timeline-files.ts';
import { type Life, never, TimelineRecord } from './timeline-record.ts';
import type { YDoc, YjsParts } from './yjs-parts.ts';

/** One update of the log. */
export interface LogRow {
  seq: number;
  at: number;
  memberId: string | null;
  kind: string;
  bytes: Uint8Array;
}
export interface TimelineRow extends Moment {
  memberId: string | null;
  kind: string;
  /** Characters of text it brought. */
  inserted: number;
}

/**
 * A room's whole past in one place: every update of the log applied once, in order, to a document that forgets nothing.
 *
 *  1. `add` applies a row and notes which characters it brought and which it took.
 *  2. The first question after that lays the document out as pieces of text, each with the row of its birth and death.
 *  3. A moment is a number of rows. What is there at it: the pieces with `birth < moment ≤ death`.
 *
 * So any moment costs one pass over the pieces, and nothing has to be replayed or kept per moment.
 * Never ask with a moment from another room's timeline; never change the document other than by `add`.
 */
export class Timeline {
  readonly rows: TimelineRow[] = [];
  /** Bytes of the updates in it. */
  bytes = 0;
  readonly #parts: YjsParts;
  readonly #doc: YDoc;
  readonly #record = new TimelineRecord();
  #files: FileLife[] | undefined;
  #inserted = 0;

  constructor(parts: YjsParts) {
    this.#parts = parts;
    this.#doc = new parts.Doc({ gc: false });
    this.#doc.on('afterTransaction', (transaction) => {
      this.#inserted += this.#record.note(this.#doc, transaction, this.rows.length);
    });
  }

  /** Takes the next row of the log. @returns false when its bytes cannot be read; the row then changes nothing */
  add({ seq, at, memberId, kind, bytes }: LogRow): boolean {
    this.#files = undefined;
    this.#inserted = 0;
    let isReadable = true;
    try {
      this.#parts.applyUpdate(this.#doc as never, bytes);
    } catch {
      isReadable = false;
    }
    // A clock that was set back must not make the past jump.
    const time = Math.max(at, this.rows.at(-1)?.at ?? at);
    this.rows.push({ seq, at: time, memberId, kind, inserted: this.#inserted });
    this.bytes += bytes.byteLength;
    return isReadable;
  }

  get lastSeq(): number {
    return this.rows.at(-1)?.seq ?? 0;
  }

  /** @returns the moment right after everything up to this time (epoch ms) */
  momentAt(at: number): number {
    return countUntil(this.rows, (row) => row.at <= at);
  }
  /** @returns the moment right after the update of this number (or the last one before it) */
  momentOfSeq(seq: number): number {
    return countUntil(this.rows, (row) => row.seq <= seq);
  }
  /** @returns the last update of a moment; number 0 before the first */
  nameOf(moment: number): Moment {
    const row = this.rows[moment - 1];
    return row ? { seq: row.seq, at: row.at } : { seq: 0, at: this.rows[0]?.at ?? 0 };
  }

  /** @returns the files at a moment, in tab order */
  filesAt(moment: number): HistoryFile[] {
    return this.#piecesAt(moment).map(({ id, name, pieces }) => ({
      id,
      name,
      text: pieces.map(({ text }) => text).join(''),
    }));
  }

  /** @returns who wrote each character of each file at a moment */
  authorsAt(moment: number): { id: string; name: string; ranges: AuthorRange[] }[] {
    return this.#piecesAt(moment).map(({ id, name, pieces }) => {
      const ranges: AuthorRange[] = [];
      for (const { text, birth } of pieces) {
        const memberId = this.rows[birth]?.memberId ?? null;
        const last = ranges.at(-1);
        if (last?.[1] === memberId) last[0] += text.length;
        else ranges.push([text.length, memberId]);
      }
      return { id, name, ranges };
    });
  }

  /** @returns who wrote under each client id of the document, from which clock on */
  writers(): ClientWriters[] {
    return [...this.#record.births()].map(([client, spans]) => {
      const turns: ClientWriters[1] = [];
      for (const { clock, row } of spans) {
        const memberId = this.rows[row]?.memberId ?? null;
        if (turns.at(-1)?.[1] !== memberId) turns.push([clock, memberId]);
      }
      return [client, turns];
    });
  }

  /** @returns where the last update of a moment changed text: the range it brought (empty when it only removed) */
  lastChangeAt(moment: number): { fileId: string; from: number; to: number } | undefined {
    const row = moment - 1;
    let found: { fileId: string; from: number; to: number } | undefined;
    for (const file of this.#layout()) {
      if (!isThere(file, moment)) continue;
      const text = file.texts.find((each) => isThere(each, moment));
      let offset = 0;
      for (const piece of text?.value ?? []) {
        const isNow = isThere(piece, moment);
        const end = offset + (isNow ? piece.text.length : 0);
        if (isNow && piece.birth === row)
          found = {
            fileId: file.id,
            from: found?.fileId === file.id ? found.from : offset,
            to: end,
          };
        else if (piece.death === row) found ??= { fileId: file.id, from: offset, to: offset };
        offset = end;
      }
    }
    return found;
  }

  /** @returns per author what is different between two moments, in whichever order they are given */
  changes(one: number, other: number): HistoryChanges {
    const from = Math.min(one, other);
    const to = Math.max(one, other);
    const authors = new Map<string | null, AuthorChanges>();
    const authorOf = (row: number): AuthorChanges => {
      const memberId = this.rows[row]?.memberId ?? null;
      let author = authors.get(memberId);
      if (!author)
        authors.set(
          memberId,
          (author = { memberId, edits: 0, inserted: 0, deleted: 0, pieces: [] }),
        );
      return author;
    };
    for (let row = from; row < to; row++) authorOf(row).edits++;
    let pieces = 0;
    let chars = 0;
    let truncated = false;
    for (const file of this.#layout()) {
      for (const text of file.texts) {
        let offset = 0;
        for (const piece of text.value ?? []) {
          const wasThere = isThere(file, from) && isThere(text, from) && isThere(piece, from);
          const isNow = isThere(file, to) && isThere(text, to) && isThere(piece, to);
          if (wasThere !== isNow) {
            // What goes with its file goes by the hand that removed the file.
            const end = Math.min(piece.death, text.death, file.death);
            const author = authorOf(isNow ? piece.birth : end);
            author[isNow ? 'inserted' : 'deleted'] += piece.text.length;
            const fits =
              pieces < historyLimits.maxPieces &&
              chars + piece.text.length <= historyLimits.maxPieceChars;
            if (fits) {
              pieces++;
              chars += piece.text.length;
              const kind = isNow ? 'inserted' : 'deleted';
              author.pieces.push({ fileId: file.id, kind, offset, text: piece.text });
            } else truncated = true;
          }
          if (isNow) offset += piece.text.length;
        }
      }
    }
    return {
      from: this.nameOf(from),
      to: this.nameOf(to),
      authors: [...authors.values()],
      truncated,
    };
  }

  #layout(): FileLife[] {
    return (this.#files ??= readFileLives(this.#doc, this.#record, this.#parts));
  }

  /** Files whose fields are what fields must be: clients write the document, so each is checked. */
  #piecesAt(moment: number): { id: string; name: string; pieces: Piece[] }[] {
    const found: { id: string; name: string; order: number; pieces: Piece[] }[] = [];
    for (const file of this.#layout()) {
      if (!isThere(file, moment)) continue;
      const valueAt = <T>(values: (Life & { value: T })[]): T | undefined =>
        values.find((each) => isThere(each, moment))?.value;
      const name = valueAt(file.names);
      const order = valueAt(file.orders);
      const pieces = valueAt(file.texts);
      if (typeof name !== 'string' || !pieces) continue;
      found.push({
        id: file.id,
        name,
        order: typeof order === 'number' ? order : 0,
        pieces: pieces.filter((piece) => isThere(piece, moment)),
      });
    }
    found.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
    return found;
  }

  /** Frees the document. */
  close(): void {
    this.#doc.destroy();
    this.#files = undefined;
  }
}

function isThere({ birth, death }: Life, moment: number): boolean {
  return birth < moment && (death === never || moment <= death);
}

/** @returns how many rows from the start satisfy a condition that no later row satisfies again */
function countUntil(rows: readonly TimelineRow[], holds: (row: TimelineRow) => boolean): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row && holds(row)) low = middle + 1;
    else high = middle;
  }
  return low;
}
