import {
  AppError,
  type HistoryMarker,
  type HistoryView,
  type RestoreReply,
} from '@learnflow/shared';
import { Timeline } from '@learnflow/shared/timeline';
import * as Y from 'yjs';
import { api } from '../api.ts';
import { t } from '../i18n/t.ts';
import { readLog } from './log-reader.ts';
import { advance, countUpTo } from './play-clock.ts';

/** The track grows while the room goes on. */
const refreshMs = 10_000;
const arrowMs = 5_000;
export const speeds = [1, 4, 16] as const;
export type Speed = (typeof speeds)[number];

/**
 * A room's past on this page: what the track shows, and the moment one looks at. The log is read when somebody first
 * leaves the present; from then on every moment is found here, without the server. Call `close()` at the end.
 */
export class Replay {
  readonly roomId: string;
  /** How many updates have been read; everything asked of the timeline depends on it. */
  #read = $state(0);
  #timeline: Timeline | undefined = undefined;
  view: HistoryView | undefined = $state.raw();
  /** Epoch ms one looks at; null: the present. */
  at: number | null = $state(null);
  isPlaying = $state(false);
  speed: Speed = $state(4);
  /** The log is still being read. */
  isReading = $state(false);
  trouble: AppError | undefined = $state.raw();
  #reading: Promise<void> | undefined;
  #frame = 0;
  readonly #refresh: ReturnType<typeof setInterval>;
  readonly #end = new AbortController();

  constructor(roomId: string) {
    this.roomId = roomId;
    void this.refresh();
    this.#refresh = setInterval(() => {
      if (document.visibilityState === 'visible') void this.refresh();
    }, refreshMs);
  }

  /** Number of the moment in the timeline; changes only when the text may have. */
  readonly moment = $derived.by(() => {
    if (this.at === null || this.#read === 0) return 0;
    return this.#timeline?.momentAt(this.at) ?? 0;
  });
  readonly files = $derived(this.moment > 0 ? (this.#timeline?.filesAt(this.moment) ?? []) : []);
  readonly authors = $derived(
    this.moment > 0 ? (this.#timeline?.authorsAt(this.moment) ?? []) : [],
  );
  readonly lastChange = $derived(
    this.moment > 0 ? this.#timeline?.lastChangeAt(this.moment) : undefined,
  );
  readonly percent = $derived(
    this.view && this.view.updates > 0
      ? Math.min(100, Math.round((100 * this.#read) / this.view.updates))
      : 0,
  );
  /** Times at which something happens: edits in the finest steps known, and runs. */
  readonly events = $derived.by(() => {
    const marks = (this.view?.markers ?? []).map(({ at }) => at);
    const edits =
      this.#read > 0
        ? (this.#timeline?.rows ?? []).map(({ at }) => at)
        : this.view?.from
          ? [this.view.from.at, this.view.to?.at ?? this.view.from.at]
          : [];
    return [...marks, ...edits].sort((a, b) => a - b);
  });
  readonly runs = $derived(
    (this.view?.markers ?? []).filter(
      (marker): marker is HistoryMarker & { kind: 'run' } => marker.kind === 'run',
    ),
  );
  readonly from = $derived(this.view?.from?.at ?? 0);
  readonly to = $derived(Math.max(this.from, this.view?.to?.at ?? 0, this.events.at(-1) ?? 0));

  /** Asks the server how far the room has got. */
  async refresh(): Promise<void> {
    try {
      const path = `/api/rooms/${encodeURIComponent(this.roomId)}/history`;
      this.view = await api<HistoryView>('GET', path);
      this.trouble = undefined;
      if (this.#timeline && this.at !== null) void this.#load();
    } catch (error) {
      this.trouble = asTrouble(error);
    }
  }

  /** Looks at a time; leaves the present. */
  seek(at: number): void {
    if (!this.view?.from) return;
    this.at = Math.min(Math.max(at, this.from), this.to);
    void this.#load();
  }
  /** @param steps  of five seconds; negative: back */
  step(steps: number): void {
    this.pause();
    this.seek((this.at ?? this.to) + steps * arrowMs);
  }
  /** To the run before or after. */
  stepRun(by: 1 | -1): void {
    const times = this.runs.map(({ at }) => at);
    const now = this.at ?? this.to + 1;
    const passed = countUpTo(times, by === 1 ? now : now - 1);
    const next = times[by === 1 ? passed : passed - 1];
    if (next !== undefined) this.seek(next);
  }
  live(): void {
    this.pause();
    this.at = null;
  }

  toggle(): void {
    if (this.isPlaying) return this.pause();
    if (this.at === null || this.at >= this.to) this.seek(this.from);
    if (this.at === null) return;
    this.isPlaying = true;
    let last = performance.now();
    const frame = (now: number): void => {
      if (!this.isPlaying || this.at === null) return;
      // While the log is still being read there is nothing to see going by.
      if (!this.isReading) this.at = advance(this.at, (now - last) * this.speed, this.events);
      last = now;
      if (this.at >= this.to) return this.pause();
      this.#frame = requestAnimationFrame(frame);
    };
    this.#frame = requestAnimationFrame(frame);
  }
  pause(): void {
    this.isPlaying = false;
    cancelAnimationFrame(this.#frame);
  }

  /**
   * Brings the text of the moment one looks at back into the room, and goes back to the present.
   * @throws AppError with the server's sentence
   */
  async restore(): Promise<RestoreReply | undefined> {
    const seq = this.#timeline?.nameOf(this.moment).seq;
    if (!seq) return undefined;
    const path = `/api/rooms/${encodeURIComponent(this.roomId)}/history/restore`;
    const reply = await api<RestoreReply>('POST', path, { seq });
    this.live();
    void this.refresh();
    return reply;
  }

  /** Reads what of the log is missing here; calls while it is being read are one. */
  #load(): Promise<void> {
    const timeline = (this.#timeline ??= new Timeline(Y));
    if (this.#reading) return this.#reading;
    if (this.#read > 0 && timeline.lastSeq >= (this.view?.to?.seq ?? 0)) return Promise.resolve();
    this.isReading = true;
    this.#reading = readLog(this.roomId, timeline, {
      signal: this.#end.signal,
      onProgress: () => (this.#read = timeline.rows.length),
    })
      .catch((error: unknown) => {
        this.trouble = asTrouble(error);
      })
      .finally(() => {
        this.isReading = false;
        this.#reading = undefined;
      });
    return this.#reading;
  }

  close(): void {
    this.pause();
    clearInterval(this.#refresh);
    this.#end.abort();
    this.#timeline?.close();
  }
}

function asTrouble(error: unknown): AppError {
  return error instanceof AppError ? error : new AppError('server.error', t('ops.error'));
}
