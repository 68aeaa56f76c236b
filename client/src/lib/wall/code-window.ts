import type { Tile } from '@learnflow/shared';

export interface CodeLine {
  /** 1-based. */
  no: number;
  text: string;
}

type Window = Pick<Tile, 'from' | 'lines' | 'line'>;

/** @returns at most `count` lines with the active one as near the middle as the window allows, common indent removed */
export function linesAround(tile: Window, count: number): CodeLine[] {
  const at = Math.min(Math.max(0, tile.line - tile.from), Math.max(0, tile.lines.length - 1));
  const latest = Math.max(0, tile.lines.length - count);
  const first = Math.min(Math.max(0, at - Math.floor(count / 2)), latest);
  const cut = tile.lines.slice(first, first + count);
  return dedent(cut).map((text, i) => ({ no: tile.from + first + i, text }));
}

/** Removes the indent that all lines with something on them share; tabs count as four columns. */
export function dedent(lines: readonly string[]): string[] {
  const flat = lines.map((line) => line.replace(/^[\t ]+/, (s) => s.replaceAll('\t', '    ')));
  let shared = Infinity;
  for (const line of flat) {
    if (line.trim() === '') continue;
    shared = Math.min(shared, line.length - line.trimStart().length);
  }
  if (shared === Infinity) return flat.map(() => '');
  return flat.map((line) => line.slice(shared));
}

/** @returns the active line without its indent, or an empty text when it is outside the window */
export function activeText(tile: Window): string {
  return (tile.lines[tile.line - tile.from] ?? '').trim();
}

/** @returns the text of a 1-based line when it is in the window */
export function lineInWindow(tile: Window, no: number): string | undefined {
  return tile.lines[no - tile.from];
}

/** @returns the line the last run failed on, when it is in the window */
export function errorLine(tile: Window & Pick<Tile, 'run'>): number | undefined {
  const { run } = tile;
  if (!run || run.ok || run.line === undefined) return undefined;
  return lineInWindow(tile, run.line) === undefined ? undefined : run.line;
}

/**
 * Which lines light up after a change: those whose text was nowhere in the window before. Lines that only moved because
 * something above them grew stay dark, and so does everything when another file came into view.
 */
export function changedLines(
  before: Window & Pick<Tile, 'file'>,
  after: Window & Pick<Tile, 'file'>,
): number[] {
  if (before.file !== after.file || before.lines === after.lines) return [];
  const old = new Map<string, number>();
  for (const text of before.lines) old.set(text, (old.get(text) ?? 0) + 1);
  const changed: number[] = [];
  // A window that slid shows lines that were always there; only what lies in the common part can have changed.
  const last = before.from + before.lines.length - 1;
  after.lines.forEach((text, i) => {
    const no = after.from + i;
    const left = old.get(text) ?? 0;
    if (left > 0) old.set(text, left - 1);
    else if (no >= before.from && no <= last + 1) changed.push(no);
  });
  return changed;
}
