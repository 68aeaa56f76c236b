import { EventEmitter } from 'node:events';
import {
  AppError,
  type EndedRun,
  type EventDraft,
  type Explainer,
  type HelpView,
  type RunFile,
} from '@learnflow/shared';
import { appendEvents } from '../bus/outbox.store.ts';
import type { Clock } from '../clock.ts';
import type { Courses } from '../course/courses.ts';
import type { Db, Trx } from '../storage/database.ts';
import { deleteHelp, findHelp, getHelpPlace, lockHelp, putHelp } from './help.store.ts';
import { type Help, nextHelp, presentHelp, waitMs } from './help.ts';
import { answerAsk, askFor, lastHint, type LookAnswer, withdrawAsk } from './look-first.ts';
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
  /** After a check or an answer of a teacher, not after a run: that is told with its end. */
  changed: [{ roomId: string; help: HelpView | null }];
}

/** What a change tells in its transaction, and what is to be done after the commit. */
export interface Remembered {
  events: EventDraft[];
  after: () => void;
}
/** What is shown of a room, and who looks at its last hint first. */
interface Shown {
  help: Help | null;
  looker: string | null;
}

/**
 * What the last run or check of each room means, and how many of its hints are open. Hints come one by one: the next after
 * one more run or after a while, so that somebody tries first. Pairs open them together. It is stored with the run it is
 * about; what is in memory only saves asking, and is changed after the commit.
 */
export class RoomHelp {
  readonly events = new EventEmitter<HelpEventMap>();
  readonly #options: RoomHelpOptions;
  readonly #rooms = new Map<string, Shown>();

  constructor(options: RoomHelpOptions) {
    this.#options = options;
  }

  /**
   * A program of the room ended; to be called in the transaction that stores that.
   * @param run  undefined: it was lost, and nobody knows how
   */
  async ended(
    trx: Trx,
    { roomId, runId, run }: { roomId: string; runId: string; run: EndedRun | undefined },
  ): Promise<Remembered> {
    const { agents } = this.#options;
    const before = await lockHelp(trx, roomId);
    const said = run && agents.explain(run);
    if (said) {
      const explanation = await this.#checked(trx, roomId, run.files, said);
      return this.#change(trx, roomId, before, { about: 'run', aboutId: runId, explanation });
    }
    // A run that works says nothing about what a check has found, as long as that still stands there.
    const stays =
      before?.about === 'attempt' &&
      run !== undefined &&
      agents.explainMisconception(run.files, run.entry)?.family === before.explanation.family;
    if (stays || !before) return { events: [], after: () => undefined };
    return this.#change(trx, roomId, before, undefined);
  }

  /**
   * A check has its verdict.
   * @param isRight  whether every test passes
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
  ): Promise<Remembered> {
    const { roomId, attemptId, files, entry, isRight } = attempt;
    const before = await lockHelp(trx, roomId);
    const said = isRight ? undefined : this.#options.agents.explainMisconception(files, entry);
    if (!said && before?.about !== 'attempt') return { events: [], after: () => undefined };
    const explanation = said && (await this.#checked(trx, roomId, files, said));
    const next = explanation && { about: 'attempt' as const, aboutId: attemptId, explanation };
    const { events, after } = await this.#change(trx, roomId, before, next);
    return { events, after: () => (after(), this.#tell(roomId)) };
  }

  /** Has to be asked before `view`. */
  async load(roomId: string): Promise<void> {
    if (this.#rooms.has(roomId)) return;
    const { db } = this.#options;
    const { looker } = await getHelpPlace(db, roomId);
    const help = (await findHelp(db, roomId)) ?? null;
    // What happened meanwhile is newer.
    if (!this.#rooms.has(roomId)) this.#keep(roomId, { help, looker });
  }

  view(roomId: string): HelpView | null {
    const { help, looker } = this.#rooms.get(roomId) ?? { help: null, looker: null };
    return help && presentHelp(help, looker, this.#options.clock.now());
  }

  /**
   * Opens the next hint; it is stored when this resolves. Asking for one that is open already changes nothing.
   * @param level  1, 2 or 3
   * @throws AppError `not.found` when another program has run since, `request.invalid` when it is not its turn yet
   */
  async open(roomId: string, aboutId: string, level: number): Promise<HelpView> {
    const now = this.#options.clock.now();
    return this.#act(roomId, aboutId, (help, { looker }) => {
      if (level <= help.opened) return { help, events: [] };
      if (level === lastHint && looker !== null) {
        throw new AppError('request.invalid', `${looker} looks at this one first. Ask for it.`);
      }
      if (level > help.opened + 1 || waitMs(help, now) > 0) {
        throw new AppError('request.invalid', 'Try it once more first, then this hint opens.');
      }
      return { help: { ...help, opened: level, openedAt: now, triedAgain: false }, events: [] };
    });
  }

  /**
   * Asks a teacher for the last hint, or takes that back; it is stored and told when this resolves.
   * @throws AppError `not.found` when another program has run since, `request.invalid` when it is not its turn
   */
  async ask(
    { roomId, memberId }: { roomId: string; memberId: string },
    aboutId: string,
    wanted: boolean,
  ): Promise<HelpView> {
    const now = this.#options.clock.now();
    return this.#act(roomId, aboutId, (help, { lessonId, exercise }) =>
      wanted
        ? askFor(help, { lessonId, roomId, memberId, exercise }, now)
        : withdrawAsk(help, lessonId, 'ended', now),
    );
  }

  /** A teacher answered a question for the last hint. @returns what to do after the commit */
  async answered(
    trx: Trx,
    { roomId, alertId }: { roomId: string; alertId: string },
    answer: LookAnswer,
  ): Promise<() => void> {
    const help = await lockHelp(trx, roomId);
    // Another run came since, or the student does not want it any more.
    if (help?.alertId !== alertId) return () => undefined;
    const next = answerAsk(help, answer, this.#options.clock.now());
    await putHelp(trx, roomId, next);
    const { looker } = await getHelpPlace(trx, roomId);
    return () => {
      this.#keep(roomId, { help: next, looker });
      this.#tell(roomId);
    };
  }

  async #act(
    roomId: string,
    aboutId: string,
    act: (
      help: Help,
      place: Awaited<ReturnType<typeof getHelpPlace>>,
    ) => { help: Help; events: EventDraft[] },
  ): Promise<HelpView> {
    const { db, clock } = this.#options;
    const shown = await db.transaction().execute(async (trx) => {
      const before = await lockHelp(trx, roomId);
      if (before?.aboutId !== aboutId) {
        throw new AppError(
          'not.found',
          'The program has run again since. Look at what it says now.',
        );
      }
      const place = await getHelpPlace(trx, roomId);
      const { help, events } = act(before, place);
      if (help !== before) await putHelp(trx, roomId, help);
      await appendEvents(trx, { lessonId: place.lessonId }, events);
      return { help, looker: place.looker };
    });
    this.#keep(roomId, shown);
    return presentHelp(shown.help, shown.looker, clock.now());
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

  /** Something else is to be said now, or nothing: whoever still waits for the last hint of before does so in vain. */
  async #change(
    trx: Trx,
    roomId: string,
    before: Help | undefined,
    next: Pick<Help, 'about' | 'aboutId' | 'explanation'> | undefined,
  ): Promise<Remembered> {
    const { lessonId, looker } = await getHelpPlace(trx, roomId);
    const help = next ? nextHelp(before, next) : null;
    if (help) await putHelp(trx, roomId, help);
    else await deleteHelp(trx, roomId);
    const isOver = before !== undefined && help?.alertId !== before.alertId;
    const how = help ? 'ended' : 'fixed';
    const now = this.#options.clock.now();
    const events = isOver ? withdrawAsk(before, lessonId, how, now).events : [];
    return { events, after: () => this.#keep(roomId, { help, looker }) };
  }

  #keep(roomId: string, shown: Shown): void {
    this.#rooms.delete(roomId);
    this.#rooms.set(roomId, shown);
    const [oldest] = this.#rooms.keys();
    if (this.#rooms.size > maxRooms && oldest !== undefined) this.#rooms.delete(oldest);
  }

  #tell(roomId: string): void {
    this.events.emit('changed', { roomId, help: this.view(roomId) });
  }
}
