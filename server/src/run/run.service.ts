import { randomUUID } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import {
  AppError,
  type EndedRun,
  type Person,
  personOf,
  type RunEnd,
  type Runner,
  runDetail,
  type RunPicture,
  runLimitsOf,
  type RunSettings,
  type RunSpec,
  type TerminalChunk,
  type TerminalView,
} from '@learnflow/shared';

import type { Clock } from '../clock.ts';
import type { Documents } from '../collab/collab.port.ts';
import type { Log } from '../log.ts';
import type { Db } from '../storage/database.ts';
import { RoomRun } from './room-run.ts';
import { pickRunFiles } from './run-files.ts';
import { endRun, type WithRunEnd } from './end-run.ts';
import { findLastRun, getRunClass, insertRun, type RunRow } from './run.store.ts';
import { openWritten } from './open-written.ts';
import { Shows } from './shows.ts';
import { chunksOfText, emptyTerminal, errorTextOf, lostRun, textOfChunks } from './terminal.ts';

/** Rooms whose terminal stays in memory; the others come back from the database. */
const maxTerminals = 200;
/** Tries to store an end while the database is away, and the pause before each. */
const storePausesMs = [0, 300, 1_500];
/** How long a server that shuts down waits for its programs to end and be stored. */
const closeWaitMs = 3_000;

export interface RunEventMap {
  view: [{ roomId: string; terminal: TerminalView }];
  output: [{ roomId: string; runId: string; chunks: TerminalChunk[] }];
  state: [
    { roomId: string; runId: string } & Pick<TerminalView, 'state' | 'place' | 'secret' | 'end'>,
  ];
  shows: [{ roomId: string; runId: string } & Pick<TerminalView, 'pictures' | 'written'>];
  started: [{ roomId: string; memberId: string; at: number }];
  /** Somebody answered `input()`. */
  typed: [{ roomId: string; memberId: string; at: number }];
  ended: [{ roomId: string; runId: string; memberId: string; end: RunEnd; at: number }];
}

export interface RunServiceOptions {
  db: Db;
  documents: Pick<Documents, 'files' | 'change'>;
  runner: Runner;
  /** What the exercise a program belongs to asks for, beside the limits of its class. */
  findSettings: (roomId: string, file: { fileId: string; entry: string }) => Promise<RunSettings>;
  /** Stores what the run means together with its end. */
  withEnd: WithRunEnd;
  clock: Clock;
  log: Log;
  /** Told how long each program took to start, in ms. */
  startTimes?: { add(ms: number): void };
}

/** The programs of all rooms: one at a time in each, its terminal the same for everybody there. */
export class RunService {
  readonly events = new EventEmitter<RunEventMap>();
  readonly #options: RunServiceOptions;
  /** Rooms from the moment somebody asked for a run until its end is stored and told. */
  readonly #busy = new Set<string>();
  readonly #going = new Map<string, RoomRun>();
  readonly #terminals = new Map<string, TerminalView>();
  readonly #shows = new Shows();
  #closing = false;

  constructor(options: RunServiceOptions) {
    this.#options = options;
  }

  /** Programs in line for a place. */
  get waiting(): number {
    return [...this.#going.values()].filter((run) => run.isWaiting).length;
  }

  /** Programs that run or wait in line. */
  get running(): number {
    return this.#going.size;
  }

  /**
   * Runs a file of the room with the text that the server's own document has now.
   * @throws AppError `run.busy`, `not.found` (file), `request.invalid`, `too.large`, `unavailable`
   */
  async start(roomId: string, fileId: string, by: Person): Promise<{ runId: string }> {
    if (this.#closing) throw new AppError('unavailable', 'The server is stopping. Try again soon.');
    if (this.#busy.has(roomId)) {
      throw new AppError('run.busy', 'A program is already running in this room. Stop it first.');
    }
    this.#busy.add(roomId);
    try {
      const { db, documents, clock, findSettings } = this.#options;
      const { files, entry } = pickRunFiles(await documents.files(roomId), fileId);
      const runId = randomUUID();
      const startedAt = clock.now();
      const { memberId } = by;
      const run = { runId, roomId, memberId, entry, startedAt: new Date(startedAt) };
      const [{ classId, settings }, ofExercise, number] = await Promise.all([
        getRunClass(db, roomId),
        findSettings(roomId, { fileId, entry }),
        insertRun(db, run),
      ]);
      const spec: RunSpec = {
        ...{ runId, files, entry, limits: runLimitsOf(settings, ofExercise) },
        by: { person: memberId, group: classId },
      };
      const terminal: TerminalView = {
        ...emptyTerminal(),
        ...{ runId, state: 'running', number, by, entry, startedAt },
      };
      const before = this.#terminals.get(roomId)?.runId;
      if (before) this.#shows.forget(before);
      this.#keep(roomId, terminal);
      this.events.emit('started', { roomId, memberId, at: startedAt });
      this.#launch({ roomId, memberId, terminal, spec });
      return { runId };
    } catch (error) {
      this.#busy.delete(roomId);
      throw error;
    }
  }

  /** @param by  whose answer it is. @throws AppError `not.found` when this program has ended, `too.large` */
  write(roomId: string, runId: string, text: string, by: string): void {
    this.#getRun(roomId, runId).write(text);
    this.events.emit('typed', { roomId, memberId: by, at: this.#options.clock.now() });
  }

  /** @throws AppError `not.found` when this program has ended */
  closeInput(roomId: string, runId: string): void {
    this.#getRun(roomId, runId).closeInput();
  }

  /** @throws AppError `not.found` when this program has ended */
  interrupt(roomId: string, runId: string): void {
    this.#getRun(roomId, runId).interrupt();
  }

  /** @throws AppError `not.found` when it is not of the room's last run, or no longer kept */
  picture(roomId: string, runId: string, n: number): RunPicture {
    this.#assertLast(roomId, runId);
    return this.#shows.getPicture(runId, n);
  }

  /**
   * Makes a file that the last program wrote a file of the room.
   * @param replace  whether it may take the place of the file with its name
   * @throws AppError `not.found`, `request.invalid` when the name is taken, `too.many`
   */
  async openWritten(
    roomId: string,
    { runId, name, replace }: { runId: string; name: string; replace: boolean },
    by: string,
  ): Promise<{ fileId: string }> {
    this.#assertLast(roomId, runId);
    const file = this.#shows.getWritten(runId, name);
    const fileId = await openWritten(this.#options.documents, roomId, { ...file, replace, by });
    this.#shows.dropWritten(runId, name);
    this.#tellShows(roomId, runId);
    return { fileId };
  }

  /** @throws AppError `not.found` when this program has ended */
  stop(roomId: string, runId: string): void {
    this.#getRun(roomId, runId).stop();
  }

  /** @returns a copy of what the room's terminal shows now; after a restart, the last stored run */
  async terminal(roomId: string): Promise<TerminalView> {
    if (!this.#terminals.has(roomId)) {
      const row = await findLastRun(this.#options.db, roomId);
      // A run may have begun while the database was asked; its first view follows by itself.
      if (!this.#terminals.has(roomId) && !this.#busy.has(roomId)) {
        if (row && !row.ended_at) await this.#storeLost(row);
        this.#keep(roomId, row ? terminalOf(row) : emptyTerminal());
      }
    }
    return this.#copyOf(this.#terminals.get(roomId) ?? emptyTerminal());
  }

  /** Stops all programs and waits, within bounds, until their ends are stored. */
  async close(): Promise<void> {
    this.#closing = true;
    const going = [...this.#going.values()];
    for (const run of going) run.stop();
    if (going.length === 0) return;
    const stop = new AbortController();
    await Promise.race([
      Promise.all(going.map((run) => run.done)),
      wait(closeWaitMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined),
    ]);
    stop.abort();
  }

  #launch({
    roomId,
    memberId,
    terminal,
    spec,
  }: {
    roomId: string;
    memberId: string;
    terminal: TerminalView;
    spec: RunSpec;
  }): void {
    const { events } = this;
    const { runId } = spec;
    const asEnded = (end: RunEnd): EndedRun => {
      const { files, entry } = spec;
      return { end, files, entry, errorText: errorTextOf(terminal.chunks) };
    };
    const run = new RoomRun({
      runner: this.#options.runner,
      spec,
      terminal,
      keep: {
        picture: (picture) => this.#shows.addPicture(runId, picture),
        written: (written) => this.#shows.addWritten(runId, written),
      },
      store: (end) => this.#store(runId, asEnded(end), terminal),
      tell: {
        view: () => events.emit('view', { roomId, terminal: this.#copyOf(terminal) }),
        shows: () => this.#tellShows(roomId, runId),
        output: (chunks) => events.emit('output', { roomId, runId, chunks }),
        state: () => {
          const { state, place, secret, end } = terminal;
          if (state === 'ended') this.#release(roomId);
          events.emit('state', { roomId, runId, state, place, secret, end });
        },
        started: (tookMs) => this.#options.startTimes?.add(tookMs),
        ended: (end) => {
          events.emit('ended', { roomId, runId, memberId, end, at: this.#options.clock.now() });
        },
      },
    });
    this.#going.set(roomId, run);
  }

  #tellShows(roomId: string, runId: string): void {
    this.events.emit('shows', { roomId, runId, ...this.#shownBy(runId) });
  }

  #shownBy(runId: string | null): Pick<TerminalView, 'pictures' | 'written'> {
    if (runId === null) return { pictures: [], written: [] };
    return { pictures: this.#shows.notes(runId), written: this.#shows.writtenNames(runId) };
  }

  #copyOf(terminal: TerminalView): TerminalView {
    const chunks = terminal.chunks.map((chunk) => ({ ...chunk }));
    return { ...terminal, chunks, ...this.#shownBy(terminal.runId) };
  }

  #assertLast(roomId: string, runId: string): void {
    if (this.#terminals.get(roomId)?.runId === runId) return;
    throw new AppError('not.found', 'Another program has run since. Run this one again.');
  }

  #release(roomId: string): void {
    this.#busy.delete(roomId);
    this.#going.delete(roomId);
  }

  async #store(runId: string, run: EndedRun, terminal: TerminalView): Promise<void> {
    const { db, withEnd, clock, log } = this.#options;
    const output = textOfChunks(terminal.chunks);
    for (const pauseMs of storePausesMs) {
      await wait(pauseMs);
      try {
        const endedAt = new Date(clock.now());
        return await endRun(db, { runId, end: run.end, endedAt, output, run }, withEnd);
      } catch (error) {
        log.error({ err: error, runId }, 'run.unstored');
      }
    }
  }

  /** The server died while this program ran. */
  async #storeLost(row: RunRow): Promise<void> {
    const end = lostRun();
    const { db, withEnd, clock } = this.#options;
    const endedAt = new Date(clock.now());
    await endRun(db, { runId: row.id, end, endedAt, run: undefined }, withEnd);
    row.reason = end.reason;
    row.error_message = end.message ?? null;
  }

  #keep(roomId: string, terminal: TerminalView): void {
    this.#terminals.delete(roomId);
    this.#terminals.set(roomId, terminal);
    for (const oldest of this.#terminals.keys()) {
      if (this.#terminals.size <= maxTerminals) return;
      if (this.#busy.has(oldest) || oldest === roomId) continue;
      const gone = this.#terminals.get(oldest)?.runId;
      if (gone) this.#shows.forget(gone);
      this.#terminals.delete(oldest);
    }
  }

  #getRun(roomId: string, runId: string): RoomRun {
    const run = this.#going.get(roomId);
    if (!run || this.#terminals.get(roomId)?.runId !== runId) {
      throw new AppError('not.found', 'This program has ended. Run it again.');
    }
    return run;
  }
}

/** @returns a stored run as the terminal shows it */
export function terminalOf(row: RunRow): TerminalView {
  const detail = runDetail.safeParse(row.detail).data ?? {};
  const { reason, error_type: type, error_message: message, error_line: line } = row;
  return {
    ...emptyTerminal(),
    runId: row.id,
    state: 'ended',
    number: row.number,
    by: personOf({ memberId: row.member_id, name: row.name, role: row.role, ink: row.ink }),
    entry: row.entry,
    startedAt: row.started_at.getTime(),
    place: 0,
    chunks: chunksOfText(row.output, reason === 'error'),
    end: {
      reason: reason ?? 'crashed',
      exitCode: row.exit_code,
      durationMs: row.duration_ms ?? 0,
      truncated: false,
      ...(type
        ? { error: { type, message: message ?? '', ...(line === null ? {} : { line }) } }
        : message
          ? { message }
          : {}),
      ...detail,
    },
  };
}
