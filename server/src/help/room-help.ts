import { EventEmitter } from 'node:events';
import {
  AppError,
  type EndedRun,
  type Explainer,
  type HelpView,
  type RunFile,
} from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { Courses } from '../course/courses.ts';
import type { Db, Trx } from '../storage/database.ts';
import { deleteHelp, findHelp, lockHelp, putHelp } from './help.store.ts';
import { type Help, nextHelp, presentHelp, waitMs } from './help.ts';
import { listSecrets } from './secrets.ts';

/** Rooms whose help is at hand without asking the database. */
const maxRooms = 500;

export interface RoomHelpOptions {
  db: Db;
  agents: Explainer;
  courses: Pick<Courses, 'find'>;
  clock: Clock;
}
export interface HelpEventMap {
  /** After a check, not after a run: that is told with its end. */
  changed: [{ roomId: string; help: HelpView | null }];
}

/**
 * What the last run or check of each room means, and how many of its hints are open. Hints come one by one: the next after
 * one more run or after a while, so that somebody tries first. Pairs open them together. It is stored with the run it is
 * about; what is in memory only saves asking, and is changed after the commit.
 */
export class RoomHelp {
  readonly events = new EventEmitter<HelpEventMap>();
  readonly #options: RoomHelpOptions;
  readonly #rooms = new Map<string, Help | null>();

  constructor(options: RoomHelpOptions) {
    this.#options = options;
  }

  /**
   * A program of the room ended.
   * @param run  undefined: it was lost, and nobody knows how
   * @returns what to do after the commit
   */
  async ended(
    trx: Trx,
    { roomId, runId, run }: { roomId: string; runId: string; run: EndedRun | undefined },
  ): Promise<() => void> {
    const { agents } = this.#options;
    const before = await lockHelp(trx, roomId);
    const said = run && agents.explain(run);
    if (said) {
      const explanation = await this.#checked(trx, roomId, run.files, said);
      return this.#put(
        trx,
        roomId,
        nextHelp(before, { about: 'run', aboutId: runId, explanation }),
      );
    }
    // A run that works says nothing about what a check has found, as long as that still stands there.
    const stays =
      before?.about === 'attempt' &&
      run !== undefined &&
      agents.explainMisconception(run.files, run.entry)?.family === before.explanation.family;
    return stays ? () => this.#keep(roomId, before) : this.#drop(trx, roomId);
  }

  /**
   * A check has its verdict.
   * @param isRight  whether every test passes
   * @returns what to do after the commit
   */
  async graded(
    trx: Trx,
    attempt: {
      roomId: string;
      attemptId: string;
      files: RunFile[];
      entry: string;
      isRight: boolean;
    },
  ): Promise<() => void> {
    const { roomId, attemptId, files, entry, isRight } = attempt;
    const before = await lockHelp(trx, roomId);
    const said = isRight ? undefined : this.#options.agents.explainMisconception(files, entry);
    const tell = (): void => this.#tell(roomId);
    if (said) {
      const explanation = await this.#checked(trx, roomId, files, said);
      const next = nextHelp(before, { about: 'attempt', aboutId: attemptId, explanation });
      const keep = await this.#put(trx, roomId, next);
      return () => (keep(), tell());
    }
    if (before?.about !== 'attempt') return () => undefined;
    const forget = await this.#drop(trx, roomId);
    return () => (forget(), tell());
  }

  /** Has to be asked before `view`. */
  async load(roomId: string): Promise<void> {
    if (this.#rooms.has(roomId)) return;
    const found = await findHelp(this.#options.db, roomId);
    // What happened meanwhile is newer.
    if (!this.#rooms.has(roomId)) this.#keep(roomId, found ?? null);
  }

  view(roomId: string): HelpView | null {
    const help = this.#rooms.get(roomId);
    return help ? presentHelp(help, this.#options.clock.now()) : null;
  }

  /**
   * Opens the next hint; it is stored when this resolves. Asking for one that is open already changes nothing.
   * @param level  1, 2 or 3
   * @throws AppError `not.found` when another program has run since, `request.invalid` when it is not its turn yet
   */
  async open(roomId: string, aboutId: string, level: number): Promise<HelpView> {
    const { db, clock } = this.#options;
    const now = clock.now();
    const help = await db.transaction().execute(async (trx) => {
      const help = await lockHelp(trx, roomId);
      if (help?.aboutId !== aboutId) {
        throw new AppError(
          'not.found',
          'The program has run again since. Look at what it says now.',
        );
      }
      if (level <= help.opened) return help;
      if (level > help.opened + 1 || waitMs(help, now) > 0) {
        throw new AppError('request.invalid', 'Try it once more first, then this hint opens.');
      }
      const next = { ...help, opened: level, openedAt: now, triedAgain: false };
      await putHelp(trx, roomId, next);
      return next;
    });
    this.#keep(roomId, help);
    return presentHelp(help, now);
  }

  async #checked(
    trx: Trx,
    roomId: string,
    files: readonly RunFile[],
    said: Help['explanation'],
  ): Promise<Help['explanation']> {
    const { agents, courses } = this.#options;
    return agents.withoutLeaks(said, await listSecrets({ db: trx, courses }, roomId, files));
  }

  async #put(trx: Trx, roomId: string, help: Help): Promise<() => void> {
    await putHelp(trx, roomId, help);
    return () => this.#keep(roomId, help);
  }

  async #drop(trx: Trx, roomId: string): Promise<() => void> {
    await deleteHelp(trx, roomId);
    return () => this.#keep(roomId, null);
  }

  #keep(roomId: string, help: Help | null): void {
    this.#rooms.delete(roomId);
    this.#rooms.set(roomId, help);
    const [oldest] = this.#rooms.keys();
    if (this.#rooms.size > maxRooms && oldest !== undefined) this.#rooms.delete(oldest);
  }

  #tell(roomId: string): void {
    this.events.emit('changed', { roomId, help: this.view(roomId) });
  }
}
