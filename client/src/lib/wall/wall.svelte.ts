import { asAppError } from '../as-app-error.ts';
import type { AppError } from '@learnflow/shared';
import {
  type AlertView,
  type BoardMember,
  type DoorKnock,
  type DraftView,
  type LessonLive,
  type LessonView,
  type NeedView,
  type ServerToClient,
  type Status,
  statuses,
  type Tile,
} from '@learnflow/shared';
import { SvelteMap } from 'svelte/reactivity';
import { getLesson } from '../home/requests.ts';
import { ask, live, type LiveSocket } from '../live.ts';
import { commonMistakes, type Mistake } from './mistakes.ts';
import { draftsAfter } from './drafts.ts';
import { NeedsFeed } from './needs-feed.ts';
import { listNeeds } from './requests.ts';
import { goneFrom, seatsAfter } from './seats.ts';
import { slotAt } from './spark.ts';
import { TileCell } from './tile-cell.svelte.ts';
import { shortNames } from './tile-words.ts';

/** A watch that failed for a passing reason is tried again after this. */
const rewatchMs = 3_000;
const tickMs = 1_000;
/** After this without a word alerts are in time again. */
const lateForMs = 10_000;

type WallBatch = Parameters<ServerToClient['wall.delta']>[0];

/**
 * The tiles of a lesson as the server tells them. Keyed by member; a batch changes only the cells it names, and what
 * the wall counts over all tiles is worked out once per batch.
 *
 * Follows the live channel from `open` until `close`; after every reconnection it asks for a whole wall again.
 */
export class Wall {
  readonly lessonId: string;
  lesson: LessonView | undefined = $state.raw();
  live: LessonLive | undefined = $state.raw();
  /** Why there is no wall to show. */
  trouble: AppError | undefined = $state.raw();
  loaded = $state(false);
  connected = $state(false);
  /** Server time, epoch ms, ticking once a second. */
  now = $state(Date.now());
  /** Member ids in the order they joined: the seats. */
  seats: readonly string[] = $state.raw([]);
  counts: Record<Status, number> = $state.raw(countStatuses([]));
  mistakes: Mistake[] = $state.raw([]);
  names: ReadonlyMap<string, string> = $state.raw(shortNames([]));
  knocks: DoorKnock[] = $state.raw([]);
  /** Open ones, and what became of the last. */
  alerts: readonly AlertView[] = $state.raw([]);
  /** Who most likely needs somebody next, the most likely first. */
  needs: readonly NeedView[] = $state.raw([]);
  /** What a model has written and nobody has sent yet, and what became of the last. */
  drafts: readonly DraftView[] = $state.raw([]);
  board: BoardMember[] = $state.raw([]);
  /** The half minute of the newest bar. */
  slot = $state(slotAt(Date.now()));

  /** Called after tiles changed in a way that may move them, and once a second. */
  onchange: () => void = () => undefined;

  readonly #cells = new SvelteMap<string, TileCell>();
  readonly #off: (() => void)[] = [];
  readonly #needs: NeedsFeed;
  /** What the server said last of alerts that are late, and when. */
  #late = $state.raw({ seconds: 0, at: 0 });
  #clockAheadMs = 0;
  #ticker: ReturnType<typeof setInterval> | undefined;
  #rewatchTimer: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(lessonId: string) {
    this.lessonId = lessonId;
    this.#needs = new NeedsFeed(
      () => listNeeds(lessonId),
      (needs) => {
        this.needs = needs;
        this.onchange();
      },
    );
  }

  /** Seconds that alerts may be late; 0: they are not. The server repeats itself while it lasts. */
  get lateSeconds(): number {
    return this.now - this.#late.at < lateForMs ? this.#late.seconds : 0;
  }

  cell(id: string): TileCell | undefined {
    return this.#cells.get(id);
  }

  /** @returns all tiles in seat order; not reactive, ask after `onchange` */
  tiles(): Tile[] {
    return this.seats.flatMap((id) => this.#cells.get(id)?.tile ?? []);
  }

  /** @returns names of those who share a room with this student */
  partnersOf(tile: Tile): string[] {
    return tile.partners.flatMap((id) => this.#cells.get(id)?.tile.name ?? []);
  }

  async open(): Promise<void> {
    this.#ticker = setInterval(() => this.#tick(), tickMs);
    try {
      // Asked first, so that a board that is just closing has ended its own watch before ours begins.
      this.lesson = await getLesson(this.lessonId);
    } catch (error) {
      this.trouble = asAppError(error);
      return;
    }
    if (this.#isClosed) return;
    this.#listen(live());
    if (live().connected) void this.#watch();
  }

  close(): void {
    this.#isClosed = true;
    clearInterval(this.#ticker);
    clearTimeout(this.#rewatchTimer);
    this.#needs.close();
    for (const off of this.#off) off();
    if (live().connected) void ask('wall.unwatch', { lessonId: this.lessonId }).catch(() => null);
  }

  /** Tells at once what an action of this console has changed; the server's own word follows. */
  patchLesson(change: Partial<LessonLive>): void {
    if (this.live) this.live = { ...this.live, ...change };
  }

  #listen(socket: LiveSocket): void {
    const onConnect = (): void => void this.#watch();
    const onDisconnect = (): void => void (this.connected = false);
    const onDelta = (batch: WallBatch): void => this.#apply(batch);
    const onBoard = (change: { board: BoardMember[]; knocks: DoorKnock[] }): void => {
      this.board = change.board;
      this.knocks = change.knocks;
    };
    const onLesson = (lesson: LessonLive): void => {
      if (lesson.lessonId === this.lessonId) this.live = lesson;
    };
    const onAlert = (alert: AlertView): void => {
      this.alerts = [alert, ...this.alerts.filter(({ id }) => id !== alert.id)];
      this.#needs.touch();
      this.onchange();
    };
    const onLate = ({ lessonId, seconds }: { lessonId: string; seconds: number }): void => {
      if (lessonId === this.lessonId) this.#late = { seconds, at: this.now };
    };
    const onDraft = (change: Parameters<ServerToClient['draft']>[0]): void => {
      this.drafts = draftsAfter(this.drafts, change);
    };
    socket.on('alerts.late', onLate).on('draft', onDraft);
    socket.on('connect', onConnect).on('disconnect', onDisconnect).on('alert', onAlert);
    socket.on('wall.delta', onDelta).on('board', onBoard).on('lesson.changed', onLesson);
    this.#off.push(() => {
      socket.off('alerts.late', onLate).off('draft', onDraft);
      socket.off('connect', onConnect).off('disconnect', onDisconnect).off('alert', onAlert);
      socket.off('wall.delta', onDelta).off('board', onBoard).off('lesson.changed', onLesson);
    });
  }

  async #watch(): Promise<void> {
    clearTimeout(this.#rewatchTimer);
    try {
      const snapshot = await ask('wall.watch', { lessonId: this.lessonId });
      if (this.#isClosed) return;
      this.#clockAheadMs = snapshot.now - Date.now();
      this.live = snapshot.lesson;
      this.board = snapshot.board;
      this.knocks = snapshot.knocks;
      this.alerts = snapshot.alerts;
      this.drafts = snapshot.drafts;
      this.#apply({
        deltas: [],
        added: snapshot.tiles,
        gone: goneFrom(
          this.seats,
          snapshot.tiles.map((tile) => tile.id),
        ),
      });
      this.connected = true;
      this.loaded = true;
    } catch (error) {
      const refused = asAppError(error);
      if (refused.code !== 'unavailable' && refused.code !== 'server.error') this.trouble = refused;
      else if (live().connected && !this.#isClosed) {
        this.#rewatchTimer = setTimeout(() => void this.#watch(), rewatchMs);
      }
    }
  }

  #apply({ deltas, added, gone }: WallBatch): void {
    const at = performance.now();
    let moves = added.length > 0 || gone.length > 0;
    for (const delta of deltas) {
      this.#cells.get(delta.id)?.apply(delta, at);
      moves ||= 'status' in delta || 'since' in delta || 'run' in delta || 'name' in delta;
    }
    for (const tile of added) {
      const cell = this.#cells.get(tile.id);
      if (cell) cell.replace(tile, at);
      else this.#cells.set(tile.id, new TileCell(tile));
    }
    for (const id of gone) this.#cells.delete(id);
    if (added.length > 0 || gone.length > 0) {
      this.seats = seatsAfter(
        this.seats,
        added.map((tile) => tile.id),
        gone,
      );
    }
    if (moves) this.#summarise();
  }

  #summarise(): void {
    this.#readClock();
    const tiles = this.tiles();
    this.counts = countStatuses(tiles);
    this.mistakes = commonMistakes(tiles, this.now);
    this.names = shortNames(tiles);
    this.#needs.touch();
    this.onchange();
  }

  #tick(): void {
    this.#readClock();
    this.slot = slotAt(this.now);
    if (this.mistakes.length > 0) this.mistakes = commonMistakes(this.tiles(), this.now);
    this.onchange();
  }

  #readClock(): void {
    this.now = Date.now() + this.#clockAheadMs;
  }
}

function countStatuses(tiles: readonly Tile[]): Record<Status, number> {
  const counts = Object.fromEntries(statuses.map((status) => [status, 0])) as Record<
    Status,
    number
  >;
  for (const tile of tiles) counts[tile.status] += 1;
  return counts;
}
