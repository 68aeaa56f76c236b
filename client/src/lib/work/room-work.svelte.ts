import {
  AppError,
  type AttemptKind,
  type AttemptProgress,
  type AttemptView,
  type ExerciseWork,
  type NoticeView,
} from '@learnflow/shared';
import { live } from '../live.ts';
import { t } from '../i18n/t.ts';
import { tick } from 'svelte';
import { getWork, makeAttempt, openExercise, seeNotices } from './requests.ts';
import { withAttempt, withVerdicts } from './with-attempt.ts';

/** A request that could not be asked for a passing reason is asked again after this. */
const againMs = 3_000;

export interface RoomWorkOptions {
  roomId: string;
  /** Opens what is shown, so that its files are there; false for visitors, who only look. */
  works: boolean;
  /** Waits until what was typed has reached the server, which an attempt is about. False: not so far. */
  settled: () => Promise<boolean>;
  /** Brings a file into view. */
  show: (fileId: string) => void;
  /** Something new, while the panel may be folded away. */
  tell: (sentence: string) => void;
  /** A refusal as a sentence. */
  say: (sentence: string) => void;
}

/** The exercises of one room: which one is in view, its attempts, and what the grader says meanwhile. */
export class RoomWorkView {
  exercises: ExerciseWork[] = $state.raw([]);
  /** Of the exercise in view. */
  shownId: string | null = $state(null);
  progress: AttemptProgress | null = $state.raw(null);
  /** What was pressed and is not stored yet. */
  sending: AttemptKind | null = $state(null);

  readonly place = $derived(this.exercises.findIndex(({ id }) => id === this.shownId));
  readonly shown: ExerciseWork | undefined = $derived(this.exercises[this.place]);
  /** The newest attempt at the exercise in view. */
  readonly last: AttemptView | undefined = $derived(this.shown?.attempts[0]);
  /** The newest attempt with a verdict. */
  readonly judged: AttemptView | undefined = $derived(
    this.shown?.attempts.find((attempt) => attempt.result !== null),
  );
  readonly waiting: boolean = $derived(this.last !== undefined && this.last.result === null);
  readonly handedIn: AttemptView | undefined = $derived(
    this.shown?.attempts.find((attempt) => attempt.kind === 'submit'),
  );

  /** The newest hand-in that was reviewed. */
  readonly reviewed: AttemptView | undefined = $derived(
    this.shown?.attempts.find((attempt) => attempt.reviewScore !== null),
  );

  /** What the teacher gave this student, until it is opened or put away. */
  notices: NoticeView[] = $state.raw([]);

  readonly roomId: string;
  readonly #options: RoomWorkOptions;
  readonly #off: (() => void)[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  constructor(options: RoomWorkOptions) {
    this.#options = options;
    this.roomId = options.roomId;
    const socket = live();
    const { roomId } = options;
    const onAttempt = (attempt: AttemptView): void => {
      if (attempt.roomId !== roomId) return;
      if (this.progress?.attemptId === attempt.id && attempt.result) this.progress = null;
      this.exercises = withAttempt(this.exercises, attempt);
    };
    const onProgress = (progress: AttemptProgress): void => {
      if (progress.roomId === roomId) this.progress = progress;
    };
    const onChanged = (change: { roomId: string | null }): void => {
      if (change.roomId === null || change.roomId === roomId) void this.load();
    };
    const onConnect = (): void => void this.load();
    socket.on('work.attempt', onAttempt);
    socket.on('work.progress', onProgress);
    socket.on('work.changed', onChanged);
    socket.on('connect', onConnect);
    this.#off.push(() => {
      socket.off('work.attempt', onAttempt).off('work.progress', onProgress);
      socket.off('work.changed', onChanged).off('connect', onConnect);
    });
    void this.load();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const off of this.#off) off();
  }

  /** Asks for everything anew. */
  async load(): Promise<void> {
    clearTimeout(this.#timer);
    try {
      const work = await getWork(this.#options.roomId);
      if (this.#closed) return;
      this.exercises = withVerdicts(work.exercises, this.exercises);
      this.#take(work.notices);
      const isThere = work.exercises.some(({ id }) => id === this.shownId);
      if (isThere) return;
      const first = work.exercises.find(({ submitted }) => !submitted) ?? work.exercises[0];
      const chosen = work.current ?? first?.id ?? null;
      if (chosen === null) this.shownId = null;
      else await this.open(chosen);
    } catch (error) {
      if (this.#closed) return;
      const isPassing = error instanceof AppError && error.code === 'unavailable';
      if (isPassing) this.#timer = setTimeout(() => void this.load(), againMs);
      else this.#options.say(t('task.failed'));
    }
  }

  /** Brings an exercise into view; its first files come into the room the first time. */
  async open(exerciseId: string): Promise<void> {
    this.shownId = exerciseId;
    this.progress = null;
    if (!this.#options.works) return;
    try {
      const { fileId } = await openExercise(this.#options.roomId, exerciseId);
      if (fileId !== null && this.shownId === exerciseId && !this.#closed) {
        this.#options.show(fileId);
      }
    } catch (error) {
      this.#say(error);
    }
  }

  async openGiven(notice: NoticeView): Promise<void> {
    this.putAway(notice);
    await this.open(notice.exercise);
  }

  putAway({ id }: NoticeView): void {
    this.notices = this.notices.filter((notice) => notice.id !== id);
  }

  /** Shows what is new; the server is told once it stands there, and never sends it again. */
  #take(given: readonly NoticeView[]): void {
    const known = this.notices.map(({ id }) => id);
    const fresh = given.filter(({ id }) => !known.includes(id));
    const [first] = fresh;
    if (!first) return;
    this.notices = [...this.notices, ...fresh];
    for (const { from, title } of fresh) {
      this.#options.tell(t('notice.gave', { name: from.name, title }));
    }
    if (!this.#options.works) return;
    const until = Math.max(...fresh.map(({ at }) => at));
    // Not told is shown again the next time: better twice than never.
    void tick().then(() => seeNotices(first.lessonId, until).catch(() => undefined));
  }

  step(by: 1 | -1): void {
    const next = this.exercises[this.place + by];
    if (next) void this.open(next.id);
  }

  /** Check or hand in what the room holds. Nothing says so before the server has stored it. */
  async attempt(kind: AttemptKind): Promise<void> {
    const { shown } = this;
    if (!shown || this.sending || this.waiting) return;
    this.sending = kind;
    try {
      if (!(await this.#options.settled())) return this.#options.say(t('test.notThere'));
      const clientKey = crypto.randomUUID();
      const before = shown.attempts.map(({ id }) => id);
      const made = await makeAttempt(this.#options.roomId, {
        exercise: shown.id,
        kind,
        clientKey,
      });
      if (before.includes(made.id) && made.result) this.#options.say(t('test.same'));
      if (!this.#closed) this.exercises = withAttempt(this.exercises, made);
    } catch (error) {
      this.#say(error);
    } finally {
      this.sending = null;
    }
  }

  #say(error: unknown): void {
    if (this.#closed) return;
    this.#options.say(error instanceof AppError ? error.message : t('ops.error'));
  }
}
