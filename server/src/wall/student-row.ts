import type { RoomProgress } from '../grade/lesson-progress.ts';
import { type RunEnd, type Tile, tileLimits, type TileRun } from '@learnflow/shared';
import { failureOf, labelRun } from '../run/run-label.ts';
import { type RunFact, statusOf, type StatusNow, statusRules } from './status.ts';
import type { TileWindow } from './tile-window.ts';
import type { Seat } from './wall.store.ts';

/** Ended runs that the status looks at. */
const maxRunFacts = 10;

/** Everything the wall knows about one student; `tileOf` makes the tile of it. */
export interface StudentRow {
  seat: Seat;
  fileId: string | undefined;
  /** Of their own caret or last edit, 1-based; undefined until there was one. */
  line: number | undefined;
  editedAt: number;
  /** Last sign of work: a key, a run, an answer, coming in. */
  activeAt: number;
  bars: Record<number, number>;
  runBars: Record<number, boolean>;
  runs: RunFact[];
  run: TileRun | null;
  /** How far the room is with what the lesson works on. */
  progress: RoomProgress | undefined;
  /** Live socket open, document connection open. */
  here: { live: boolean; collab: boolean };
  goneAt: number | undefined;
  file: string;
  window: TileWindow;
  /** Something changed that goes out with the next batch. */
  isDirty: boolean;
  /** Text, line or bars changed: goes out at most once a second. */
  isTextDirty: boolean;
  /** Epoch ms of the last text that went out. */
  textAt: number;
  /** What consoles have now. */
  told: Tile | undefined;
}

/** @param goneAt  since when nobody is connected; undefined when the student is here */
export function createRow(seat: Seat, goneAt: number | undefined): StudentRow {
  return {
    seat,
    fileId: undefined,
    line: undefined,
    editedAt: 0,
    activeAt: seat.seenAt,
    bars: {},
    runBars: {},
    runs: [],
    run: null,
    progress: undefined,
    here: { live: goneAt === undefined, collab: false },
    goneAt,
    file: '',
    window: { line: 1, from: 1, lines: [] },
    isDirty: true,
    isTextDirty: true,
    textAt: 0,
    told: undefined,
  };
}

/** @param slot  epoch ms / barMs, floored */
export function addEdits(row: StudentRow, at: number, slot: number, edits: number): void {
  row.bars[slot] = (row.bars[slot] ?? 0) + edits;
  keepNewest(row.bars);
  row.editedAt = Math.max(row.editedAt, at);
  row.activeAt = Math.max(row.activeAt, at);
}

/** @param n  how many runs this student made in this lesson, this one included */
export function addRun(row: StudentRow, n: number, end: RunEnd, at: number): void {
  row.run = { n, ...labelRun(end), at };
  row.runBars[Math.floor(at / tileLimits.barMs)] = row.run.ok;
  keepNewest(row.runBars);
  const { ok } = row.run;
  row.runs.push({ at, ok, failure: failureOf(end), line: end.error?.line });
  if (row.runs.length > maxRunFacts) row.runs.shift();
}

/** A connection of one kind opened or closed. */
export function setHere(row: StudentRow, kind: 'live' | 'collab', open: boolean, at: number): void {
  row.here[kind] = open;
  const isHere = row.here.live || row.here.collab;
  if (isHere && row.goneAt !== undefined) {
    // After a short cut the quiet time goes on; whoever was away starts anew.
    if (at - row.goneAt >= statusRules.offlineAfterMs) row.activeAt = Math.max(row.activeAt, at);
    row.goneAt = undefined;
  } else if (!isHere) {
    row.goneAt ??= at;
  }
}

export function statusOfRow(row: StudentRow, now: number): StatusNow {
  const { runs, goneAt, activeAt } = row;
  const finishedAt = row.progress?.finishedAt;
  return statusOf({ handAt: row.seat.handAt, runs, goneAt, finishedAt, activeAt }, now);
}

export function tileOf(
  row: StudentRow,
  { partners, watchers }: { partners: string[]; watchers: string[] },
  now: number,
): Tile {
  const { seat, window, told } = row;
  const { status, since, reason } = statusOfRow(row, now);
  return {
    id: seat.memberId,
    name: seat.name,
    ink: seat.ink,
    roomId: seat.roomId,
    partners,
    status,
    since: since ?? (told?.status === status ? told.since : now),
    reason,
    handAt: seat.handAt,
    question: seat.question,
    file: row.file,
    line: window.line,
    from: window.from,
    lines: window.lines,
    editedAt: row.editedAt,
    bars: { ...row.bars },
    runBars: { ...row.runBars },
    run: row.run,
    work: row.progress?.work ?? null,
    watchers,
  };
}

/** Same bound as the console's: bars older than the window behind the newest one go. */
function keepNewest(bars: Record<number, unknown>): void {
  const slots = Object.keys(bars).map(Number);
  const oldest = Math.max(...slots) - tileLimits.bars;
  for (const slot of slots) if (slot <= oldest) delete bars[slot];
}
