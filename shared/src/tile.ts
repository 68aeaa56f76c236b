/**
 * One student's tile on the wall, made by the server from the room's document, and the small differences that travel.
 * The console keeps the tiles and applies deltas; text is sent as single lines that changed, never as a document.
 */
export type Status = 'help' | 'stuck' | 'idle' | 'offline' | 'finished' | 'flowing';
export const statuses: readonly Status[] = [
  'help',
  'stuck',
  'flowing',
  'idle',
  'finished',
  'offline',
];

export const tileLimits = { windowLines: 8, lineChars: 80, bars: 24, barMs: 30_000 } as const;

export interface TileRun {
  /** How many runs this student made in this lesson. */
  n: number;
  ok: boolean;
  /** Short words for the tile: `Ran`, `IndexError`, `Stopped at 10 s`. */
  label: string;
  line?: number;
  at: number;
}

/** The exercise a student works on, and how far the last attempt at it came. */
export interface TileWork {
  exercise: string;
  title: string;
  /** Its place in the lesson's list, counted from 1, and how long the list is. */
  place: number;
  of: number;
  /** Tests of the last attempt with a verdict; `total` 0: nothing was checked yet. */
  passed: number;
  total: number;
  submitted: boolean;
}

export interface Tile {
  /** Class member id. */
  id: string;
  name: string;
  ink: number;
  roomId: string;
  /** Member ids of the others who work in the same room. */
  partners: string[];
  status: Status;
  /** Epoch ms since when `status` holds. */
  since: number;
  /** Why, when status is `stuck`, in a few words. */
  reason: string;
  handAt: number;
  question: string;
  /** File in view and the 1-based line the student works on. */
  file: string;
  line: number;
  /** First line number (1-based) of `lines`. */
  from: number;
  /** At most `windowLines` lines around `line`, each at most `lineChars` characters. */
  lines: string[];
  /** Epoch ms of the last key. 0 = never. */
  editedAt: number;
  /** Edits per 30 s: bar slot (epoch ms / barMs, floored) → count; the last 24 slots. */
  bars: Record<number, number>;
  /** Bar slots with a run in them: true = the last one was fine. */
  runBars: Record<number, boolean>;
  run: TileRun | null;
  /** null in free work, and before the first exercise was opened. */
  work: TileWork | null;
  /** Staff looking into the room now. */
  watchers: string[];
}

/** Changed fields only. `rows` replaces single lines of the window: [line number, text]. */
export type TileDelta = { id: string; rows?: [number, string][] } & Partial<Omit<Tile, 'id'>>;

const scalarKeys = [
  'name',
  'ink',
  'roomId',
  'status',
  'since',
  'reason',
  'handAt',
  'question',
  'file',
  'line',
  'editedAt',
] as const;

/** @returns what turns `before` into `after`, or undefined when nothing changed. Bars carry only changed slots. */
export function diffTile(before: Tile, after: Tile): TileDelta | undefined {
  const delta: Record<string, unknown> = {};
  for (const key of scalarKeys) if (before[key] !== after[key]) delta[key] = after[key];
  for (const key of ['partners', 'watchers', 'run', 'work'] as const) {
    if (JSON.stringify(before[key]) !== JSON.stringify(after[key])) delta[key] = after[key];
  }
  const bars = changedEntries(before.bars, after.bars);
  if (bars) delta['bars'] = bars;
  const runBars = changedEntries(before.runBars, after.runBars);
  if (runBars) delta['runBars'] = runBars;
  if (before.from !== after.from || before.lines.length !== after.lines.length) {
    delta['from'] = after.from;
    delta['lines'] = after.lines;
  } else {
    const rows = after.lines.flatMap((text, i): [number, string][] =>
      text === before.lines[i] ? [] : [[after.from + i, text]],
    );
    if (rows.length > 0) delta['rows'] = rows;
  }
  return Object.keys(delta).length > 0 ? ({ id: after.id, ...delta } as TileDelta) : undefined;
}

/** @returns a new tile; bars older than the window are dropped. `applyTileDelta(a, diffTile(a, b))` shows the same as `b`. */
export function applyTileDelta(tile: Tile, delta: TileDelta): Tile {
  const { rows, bars, runBars, ...rest } = delta;
  const next: Tile = { ...tile, ...rest };
  if (rows) {
    next.lines = [...next.lines];
    for (const [line, text] of rows) next.lines[line - next.from] = text;
  }
  if (bars) next.bars = keepRecent({ ...tile.bars, ...bars });
  if (runBars) next.runBars = keepRecent({ ...tile.runBars, ...runBars });
  return next;
}

function changedEntries<T>(
  before: Record<number, T>,
  after: Record<number, T>,
): Record<number, T> | undefined {
  const changed: Record<number, T> = {};
  let any = false;
  for (const [slot, value] of Object.entries(after)) {
    if (before[Number(slot)] !== value) {
      changed[Number(slot)] = value;
      any = true;
    }
  }
  return any ? changed : undefined;
}

function keepRecent<T>(bars: Record<number, T>): Record<number, T> {
  const slots = Object.keys(bars).map(Number);
  const newest = Math.max(...slots);
  const kept: Record<number, T> = {};
  for (const slot of slots) {
    const value = bars[slot];
    if (value !== undefined && slot > newest - tileLimits.bars) kept[slot] = value;
  }
  return kept;
}
