import { EventEmitter } from 'node:events';
import { liveLimits, type Tile, tileLimits } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Documents } from '../collab/collab.port.ts';
import type { Log } from '../log.ts';
import type { RoomProgress } from '../grade/lesson-progress.ts';
import type { RunService } from '../run/run.service.ts';
import { listRecentRuns } from '../run/run.store.ts';
import type { Db } from '../storage/database.ts';
import { feedBoards, replayRuns } from './board-feed.ts';
import { RoomTexts } from './room-texts.ts';
import { TileBoard, type WallBatch } from './tile-board.ts';
import { listEditCounts, listSeats, touchSeat } from './wall.store.ts';

/** A board nobody needs stays this long, so that a teacher who reloads or a class after a break finds its bars. */
const lingerMs = 5 * 60_000;
/** How long a console waits for rooms that must be read first; the rest of the texts follows in batches. */
const firstTextsMs = 1_500;

export interface WallServiceOptions {
  db: Db;
  documents: Documents;
  runs: Pick<RunService, 'events'>;
  /** How far the rooms of a lesson are with what it works on. */
  listProgress: (lessonId: string) => Promise<Map<string, RoomProgress>>;
  /** Whether the student has an open live socket in the lesson. */
  isHere: (lessonId: string, memberId: string) => boolean;
  clock: Clock;
  log: Log;
}

export interface WallEventMap {
  batch: [{ lessonId: string; batch: WallBatch }];
}

interface OpenBoard {
  lessonId: string;
  board: TileBoard;
  texts: RoomTexts;
  ready: Promise<void>;
  watching: number;
  /** Students with a live socket. */
  here: number;
  neededAt: number;
  refreshing: Promise<void> | undefined;
  isStale: boolean;
}

/** The walls of all lessons: feeds the boards with what happens and sends batches while somebody watches. */
export class WallService {
  readonly events = new EventEmitter<WallEventMap>();
  readonly #options: WallServiceOptions;
  readonly #boards = new Map<string, OpenBoard>();
  readonly #byRoom = new Map<string, OpenBoard>();
  /** Absence is not known from before this moment. */
  readonly #bornAt: number;
  readonly #timer: NodeJS.Timeout;
  readonly #stopFeed: () => void;
  readonly #touching = new Set<Promise<unknown>>();

  constructor(options: WallServiceOptions) {
    this.#options = options;
    this.#bornAt = options.clock.now();
    this.#timer = setInterval(() => this.#tick(), 1000 / liveLimits.wallHz);
    this.#stopFeed = feedBoards(
      options.documents.events,
      options.runs.events,
      (roomId) => this.#byRoom.get(roomId)?.board,
    );
  }

  /** Loads the board of a lesson and the texts of its rooms; call `watch` right after it. */
  async open(lessonId: string): Promise<void> {
    const open = this.#boardOf(lessonId);
    await open.ready;
    if (open.watching > 0) return;
    const now = this.#options.clock.now();
    open.neededAt = now;
    // Asks for the texts; those that are not in memory are awaited for a moment.
    open.board.rebuild(now);
    const stop = new AbortController();
    const bound = AbortSignal.any([stop.signal, AbortSignal.timeout(firstTextsMs)]);
    await Promise.race([
      open.texts.settled(),
      new Promise<void>((resolve) => bound.addEventListener('abort', () => resolve())),
    ]);
    stop.abort();
  }

  /** From now on batches of this lesson are sent. */
  watch(lessonId: string): void {
    const open = this.#boardOf(lessonId);
    if (open.watching === 0) open.board.rebuild(this.#options.clock.now());
    open.watching += 1;
  }

  /** @returns the tiles of a watched lesson to which its next batch applies */
  tiles(lessonId: string): Tile[] {
    return this.#boards.get(lessonId)?.board.tiles() ?? [];
  }

  unwatch(lessonId: string): void {
    const open = this.#boards.get(lessonId);
    if (open && open.watching > 0) open.watching -= 1;
    if (open) open.neededAt = this.#options.clock.now();
  }

  /** A member's first live socket in the lesson opened, or the last one closed. */
  setHere(lessonId: string, memberId: string, isHere: boolean): void {
    const { clock, db, log } = this.#options;
    const open = this.#boardOf(lessonId);
    const at = clock.now();
    open.here += isHere ? 1 : -1;
    open.neededAt = at;
    open.board.connected(memberId, isHere, at);
    const touched = touchSeat(db, { lessonId, memberId }, isHere, new Date(at))
      .catch((error: unknown) => log.warn({ err: error, lessonId, memberId }, 'seat.untouched'))
      .finally(() => this.#touching.delete(touched));
    this.#touching.add(touched);
  }

  /** @param names  of staff who look into the room now */
  setWatchers(lessonId: string, roomId: string, names: string[]): void {
    this.#boardOf(lessonId).board.setWatchers(roomId, names);
  }

  /** Seats, hands, names or verdicts of a lesson changed in the database. Several calls at once become one look. */
  refresh(lessonId: string): void {
    const open = this.#boards.get(lessonId);
    if (!open) return;
    open.isStale = true;
    // A board that could not be loaded has said so; the next one starts afresh.
    open.refreshing ??= this.#refreshWhileStale(open)
      .catch(() => undefined)
      .finally(() => {
        open.refreshing = undefined;
      });
  }

  refreshAll(): void {
    for (const lessonId of this.#boards.keys()) this.refresh(lessonId);
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#stopFeed();
    const loading = [...this.#boards.values()].flatMap((open) => [open.ready, open.refreshing]);
    await Promise.allSettled([...loading, ...this.#touching]);
    this.#boards.clear();
    this.#byRoom.clear();
  }

  #boardOf(lessonId: string): OpenBoard {
    const known = this.#boards.get(lessonId);
    if (known) return known;
    const { documents, log, clock } = this.#options;
    const texts = new RoomTexts(documents, log, (roomId) => board.textRead(roomId));
    const board = new TileBoard(texts);
    const open: OpenBoard = {
      ...{ lessonId, board, texts, watching: 0, here: 0, neededAt: clock.now() },
      ...{ ready: Promise.resolve(), refreshing: undefined, isStale: false },
    };
    this.#boards.set(lessonId, open);
    open.ready = this.#load(open);
    open.ready.catch((error: unknown) => {
      log.error({ err: error, lessonId }, 'wall.unloaded');
      if (this.#boards.get(lessonId) === open) this.#boards.delete(lessonId);
    });
    return open;
  }

  async #load(open: OpenBoard): Promise<void> {
    const { db, clock } = this.#options;
    const since = new Date(clock.now() - tileLimits.bars * tileLimits.barMs);
    const [seats, progress, edits, runs] = await Promise.all([
      listSeats(db, open.lessonId),
      this.#options.listProgress(open.lessonId),
      listEditCounts(db, open.lessonId, since),
      listRecentRuns(db, open.lessonId),
    ]);
    this.#setSeats(open, seats);
    open.board.setProgress(progress);
    open.board.setHistory(edits);
    replayRuns(open.board, runs);
  }

  async #refreshWhileStale(open: OpenBoard): Promise<void> {
    await open.ready;
    while (open.isStale) {
      open.isStale = false;
      try {
        const { db, listProgress } = this.#options;
        const [seats, progress] = await Promise.all([
          listSeats(db, open.lessonId),
          listProgress(open.lessonId),
        ]);
        this.#setSeats(open, seats);
        open.board.setProgress(progress);
      } catch (error) {
        this.#options.log.error({ err: error, lessonId: open.lessonId }, 'wall.seats_unread');
      }
    }
  }

  #setSeats(open: OpenBoard, seats: Awaited<ReturnType<typeof listSeats>>): void {
    const { isHere } = this.#options;
    open.board.setSeats(seats, (seat) =>
      isHere(open.lessonId, seat.memberId) ? undefined : Math.max(seat.seenAt, this.#bornAt),
    );
    for (const [roomId, other] of this.#byRoom) if (other === open) this.#byRoom.delete(roomId);
    for (const roomId of open.board.rooms()) this.#byRoom.set(roomId, open);
  }

  #tick(): void {
    const now = this.#options.clock.now();
    for (const open of this.#boards.values()) {
      if (open.watching > 0) {
        const batch = open.board.takeBatch(now);
        if (batch) this.events.emit('batch', { lessonId: open.lessonId, batch });
      } else if (open.here <= 0 && now - open.neededAt > lingerMs) {
        this.#boards.delete(open.lessonId);
        for (const roomId of open.board.rooms()) this.#byRoom.delete(roomId);
      }
    }
  }
}
