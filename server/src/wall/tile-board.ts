import { diffTile, type RunEnd, type Tile, type TileDelta, tileLimits } from '@learnflow/shared';
import type { RoomProgress } from '../grade/lesson-progress.ts';
import type { RoomTexts } from './room-texts.ts';
import {
  addEdits,
  addRun,
  createRow,
  setHere,
  statusOfRow,
  type StudentRow,
  tileOf,
} from './student-row.ts';
import { lastWrittenLine, windowOf } from './tile-window.ts';
import type { EditCount, Seat } from './wall.store.ts';

/** Text of one tile goes out at most this often: the glow of a changed line lasts longer than that. */
const textEveryMs = 1_000;
/** Idle and offline come by the clock alone. */
const statusEveryMs = 1_000;

export interface WallBatch {
  deltas: TileDelta[];
  added: Tile[];
  gone: string[];
}

/**
 * The tiles of one lesson. Events only note what happened and mark rows; tiles are made when a batch is taken, so that
 * typing costs next to nothing while nobody watches.
 */
export class TileBoard {
  readonly #texts: RoomTexts;
  readonly #rows = new Map<string, StudentRow>();
  readonly #byRoom = new Map<string, StudentRow[]>();
  /** Names of staff who look into a room. */
  readonly #watchers = new Map<string, string[]>();
  #gone: string[] = [];
  #statusAt = 0;

  constructor(texts: RoomTexts) {
    this.#texts = texts;
  }

  /**
   * Brings the rows in line with the seats as stored: students come, change rooms, raise hands, leave the class.
   * @param goneAt  since when a student not seen here before is away; undefined when here
   */
  setSeats(seats: readonly Seat[], goneAt: (seat: Seat) => number | undefined): void {
    const ids = new Set(seats.map((seat) => seat.memberId));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      this.#rows.delete(id);
      if (row.told) this.#gone.push(id);
    }
    this.#byRoom.clear();
    for (const seat of seats) {
      const row = this.#rows.get(seat.memberId) ?? createRow(seat, goneAt(seat));
      this.#rows.set(seat.memberId, row);
      if (row.seat.roomId !== seat.roomId) {
        Object.assign(row, { fileId: undefined, line: undefined, isTextDirty: true, textAt: 0 });
      }
      row.seat = seat;
      // Partners come from the seats of others, so any change may concern any tile; the diff finds out.
      row.isDirty = true;
      const neighbours = this.#byRoom.get(seat.roomId);
      if (neighbours) neighbours.push(row);
      else this.#byRoom.set(seat.roomId, [row]);
    }
  }

  /** What the database knows of the last minutes, for rows that have no activity of their own yet. */
  setHistory(edits: readonly EditCount[]): void {
    for (const { memberId, slot, edits: count, lastAt } of edits) {
      const row = this.#rows.get(memberId);
      if (row && row.bars[slot] === undefined) addEdits(row, lastAt, slot, count);
    }
  }

  rooms(): Iterable<string> {
    return this.#byRoom.keys();
  }

  edited(
    roomId: string,
    memberId: string | null,
    edit: { fileId: string; line: number; at: number },
  ): void {
    for (const row of this.#byRoom.get(roomId) ?? []) {
      row.isTextDirty = true;
      if (row.seat.memberId !== memberId) continue;
      row.fileId = edit.fileId;
      row.line = edit.line;
      row.here.collab = true;
      addEdits(row, edit.at, Math.floor(edit.at / tileLimits.barMs), 1);
      if (row.told?.status === 'idle') row.isDirty = true;
    }
  }

  cursorMoved(memberId: string, fileId: string, line: number): void {
    const row = this.#rows.get(memberId);
    if (!row || (row.fileId === fileId && row.line === line)) return;
    row.fileId = fileId;
    row.line = line;
    row.isTextDirty = true;
  }

  /** A live socket of the student in this lesson opened, or the last one closed. */
  connected(memberId: string, isOpen: boolean, at: number): void {
    this.#setHere(this.#rows.get(memberId), 'live', isOpen, at);
  }

  /** The same for the document; a room that the student has been moved out of says nothing any more. */
  documentOpened(roomId: string, memberId: string, isOpen: boolean, at: number): void {
    const row = this.#rows.get(memberId);
    if (row?.seat.roomId === roomId) this.#setHere(row, 'collab', isOpen, at);
  }

  /** Any sign of work that is not an edit. */
  worked(memberId: string, at: number): void {
    const row = this.#rows.get(memberId);
    if (!row) return;
    row.activeAt = Math.max(row.activeAt, at);
    row.isDirty = true;
  }

  /** @param n  how many runs the member made in all; one more than before when undefined */
  ranProgram(memberId: string, end: RunEnd, at: number, n?: number): void {
    const row = this.#rows.get(memberId);
    if (!row) return;
    addRun(row, n ?? (row.run?.n ?? 0) + 1, end, at);
    row.isDirty = true;
  }

  setWatchers(roomId: string, names: string[]): void {
    if (names.length > 0) this.#watchers.set(roomId, names);
    else this.#watchers.delete(roomId);
    for (const row of this.#byRoom.get(roomId) ?? []) row.isDirty = true;
  }

  /** How far each room is with what the lesson works on, as stored. */
  setProgress(progress: ReadonlyMap<string, RoomProgress>): void {
    for (const row of this.#rows.values()) {
      row.progress = progress.get(row.seat.roomId);
      row.isDirty = true;
    }
  }

  /** A room's text came from the database. */
  textRead(roomId: string): void {
    for (const row of this.#byRoom.get(roomId) ?? []) {
      row.isTextDirty = true;
      row.textAt = 0;
    }
  }

  /** Makes every tile anew; for the first watcher, before whom nothing was told. */
  rebuild(now: number): void {
    this.#gone = [];
    for (const row of this.#rows.values()) {
      this.#cutWindow(row);
      row.told = this.#tile(row, now);
      row.isDirty = false;
    }
    this.#texts.endTurn();
  }

  /** @returns the tiles as consoles have them, so that the next batch fits a new console too */
  tiles(): Tile[] {
    return [...this.#rows.values()].flatMap((row) => (row.told ? [row.told] : []));
  }

  /** @returns what changed since the last batch, within the bounds on text; undefined when nothing did */
  takeBatch(now: number): WallBatch | undefined {
    this.#markByClock(now);
    const batch: WallBatch = { deltas: [], added: [], gone: this.#gone };
    this.#gone = [];
    for (const row of this.#rows.values()) {
      const isTextDue = row.isTextDirty && now - row.textAt >= textEveryMs;
      if (!row.isDirty && !isTextDue) continue;
      if (isTextDue) {
        this.#cutWindow(row);
        row.textAt = now;
      }
      row.isDirty = false;
      const tile = this.#tile(row, now);
      const delta = row.told && diffTile(row.told, tile);
      if (!row.told) batch.added.push(tile);
      else if (delta) batch.deltas.push(delta);
      row.told = tile;
    }
    this.#texts.endTurn();
    const size = batch.deltas.length + batch.added.length + batch.gone.length;
    return size > 0 ? batch : undefined;
  }

  #setHere(
    row: StudentRow | undefined,
    kind: 'live' | 'collab',
    isOpen: boolean,
    at: number,
  ): void {
    if (!row) return;
    setHere(row, kind, isOpen, at);
    row.isDirty = true;
  }

  #markByClock(now: number): void {
    if (now - this.#statusAt < statusEveryMs) return;
    this.#statusAt = now;
    for (const row of this.#rows.values()) {
      if (row.told && row.told.status !== statusOfRow(row, now).status) row.isDirty = true;
    }
  }

  #cutWindow(row: StudentRow): void {
    row.isTextDirty = false;
    const found = this.#texts.read(row.seat.roomId, row.fileId);
    if (!found) return;
    // The window stays in place only within one file of one room.
    const isSame = row.told?.roomId === row.seat.roomId && row.file === found.name;
    row.file = found.name;
    const line = row.line ?? lastWrittenLine(found.text);
    row.window = windowOf(found.text, line, isSame ? row.window.from : undefined);
  }

  #tile(row: StudentRow, now: number): Tile {
    const { roomId, memberId } = row.seat;
    const partners = (this.#byRoom.get(roomId) ?? [])
      .map((other) => other.seat.memberId)
      .filter((id) => id !== memberId);
    return tileOf(row, { partners, watchers: this.#watchers.get(roomId) ?? [] }, now);
  }
}
