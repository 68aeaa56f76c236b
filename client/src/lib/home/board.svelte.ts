import { asAppError } from '../as-app-error.ts';
import type { AppError } from '@learnflow/shared';
import { type BoardMember, type DoorKnock, type LessonView } from '@learnflow/shared';
import { ask, live } from '../live.ts';
import { arrivals, boardNames, turnout } from './board-names.ts';
import { admit, getLesson, lockDoor, setWork, startLesson } from './requests.ts';

/** How long a new name stands out. */
const freshMs = 4_000;

/** The board while a class comes in: follows the live channel from `open` until `close`. */
export class Board {
  lesson: LessonView | undefined = $state();
  members: BoardMember[] = $state.raw([]);
  knocks: DoorKnock[] = $state.raw([]);
  /** Why there is no board to show. */
  trouble: AppError | undefined = $state.raw();
  connected = $state(true);
  starting = $state(false);
  /** Server time, epoch ms, ticking once a second. */
  now = $state(Date.now());
  fresh: readonly string[] = $state.raw([]);

  #order: string[] = $state.raw([]);
  readonly names = $derived(boardNames(this.members));
  readonly turnout = $derived(turnout(this.members));
  readonly shown: BoardMember[] = $derived(
    this.#order.flatMap((id) => this.members.filter((member) => member.memberId === id)),
  );
  /** Roster seats nobody has taken. */
  readonly empty = $derived(Math.max(0, this.turnout.expected - this.shown.length));

  #lessonId: string;
  #timers: ReturnType<typeof setTimeout>[] = [];
  #ticker: ReturnType<typeof setInterval> | undefined;
  #clockAheadMs = 0;

  constructor(lessonId: string) {
    this.#lessonId = lessonId;
  }

  async open(): Promise<void> {
    this.#ticker = setInterval(() => {
      this.now = Date.now() + this.#clockAheadMs;
    }, 1_000);
    try {
      this.lesson = await getLesson(this.#lessonId);
    } catch (error) {
      this.trouble = asAppError(error);
      return;
    }
    const socket = live();
    socket.on('connect', this.#watch);
    socket.on('disconnect', this.#lost);
    socket.on('board', this.#changed);
    socket.on('lesson.changed', this.#lessonChanged);
    if (socket.connected) this.#watch();
  }

  close(): void {
    clearInterval(this.#ticker);
    for (const timer of this.#timers) clearTimeout(timer);
    const socket = live();
    socket.off('connect', this.#watch);
    socket.off('disconnect', this.#lost);
    socket.off('board', this.#changed);
    socket.off('lesson.changed', this.#lessonChanged);
    if (socket.connected) void ask('wall.unwatch', { lessonId: this.#lessonId }).catch(() => null);
  }

  /** Every action throws AppError for the page to say. */
  async lock(locked: boolean): Promise<void> {
    await lockDoor(this.#lessonId, locked);
    if (this.lesson) this.lesson.locked = locked;
    if (!locked) this.knocks = [];
  }

  async letIn(knockId: string): Promise<void> {
    await admit(this.#lessonId, knockId);
    this.knocks = this.knocks.filter((knock) => knock.knockId !== knockId);
  }

  async setWork(work: 'alone' | 'pairs'): Promise<void> {
    await setWork(this.#lessonId, work);
    if (this.lesson) this.lesson.work = work;
  }

  async start(): Promise<void> {
    this.starting = true;
    try {
      await startLesson(this.#lessonId);
    } finally {
      this.starting = false;
    }
  }

  #watch = (): void => {
    void this.#follow();
  };

  async #follow(): Promise<void> {
    try {
      const snapshot = await ask('wall.watch', { lessonId: this.#lessonId });
      this.connected = true;
      this.#clockAheadMs = snapshot.now - Date.now();
      const first = this.#order.length === 0;
      this.#show(snapshot.board, snapshot.knocks, first);
      this.#lessonChanged(snapshot.lesson);
    } catch (error) {
      const refused = asAppError(error);
      if (refused.code === 'unavailable') this.connected = false;
      else this.trouble = refused;
    }
  }

  #lost = (): void => {
    this.connected = false;
  };

  #changed = (change: { board: BoardMember[]; knocks: DoorKnock[] }): void => {
    this.#show(change.board, change.knocks, false);
  };

  #lessonChanged = (change: {
    lessonId: string;
    state: LessonView['state'];
    locked: boolean;
  }): void => {
    if (!this.lesson || change.lessonId !== this.#lessonId) return;
    this.lesson.state = change.state;
    this.lesson.locked = change.locked;
  };

  #show(board: BoardMember[], knocks: DoorKnock[], first: boolean): void {
    this.members = board;
    this.knocks = knocks;
    const before = this.#order;
    this.#order = arrivals(before, this.members);
    if (first) return;
    const fresh = this.#order.filter((id) => !before.includes(id));
    if (fresh.length === 0) return;
    this.fresh = [...this.fresh, ...fresh];
    this.#timers.push(
      setTimeout(() => {
        this.fresh = this.fresh.filter((id) => !fresh.includes(id));
      }, freshMs),
    );
  }
}
