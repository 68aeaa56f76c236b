import { tileLimits } from '@learnflow/shared';

export interface TileWindow {
  /** The 1-based line the student works on, inside the text. */
  line: number;
  /** First line number of `lines`. */
  from: number;
  lines: string[];
}

/** Lines kept in sight above and below the active one before the window moves. */
const margin = 1;

/**
 * The few lines of a file around the line somebody works on.
 * The window stays where it was as long as the line is well inside it: a window that moved with every caret step would
 * send all its lines each time.
 * @param text    whole text of the file
 * @param line    1-based; beyond the end means the last line
 * @param from    where the window began before, if there was one
 */
export function windowOf(text: string, line: number, from?: number): TileWindow {
  const { windowLines, lineChars } = tileLimits;
  const starts = lineStarts(text);
  const count = starts.length;
  const active = Math.min(Math.max(1, line), count);
  const last = Math.max(1, count - windowLines + 1);
  const keeps =
    from !== undefined &&
    from <= last &&
    (active >= from + margin || from === 1) &&
    (active <= from + windowLines - 1 - margin || from === last) &&
    active >= from &&
    active < from + windowLines;
  const first = keeps ? from : Math.min(Math.max(1, active - Math.floor(windowLines / 2)), last);
  const lines: string[] = [];
  for (let i = first - 1; i < Math.min(count, first - 1 + windowLines); i += 1) {
    const start = starts[i] ?? 0;
    const end = i + 1 < count ? (starts[i + 1] ?? text.length) - 1 : text.length;
    lines.push(cut(text.slice(start, Math.min(end, start + lineChars + 1)), lineChars));
  }
  return { line: active, from: first, lines };
}

/** @returns how many lines `text` has up to and including the last one with something on it; at least 1 */
export function lastWrittenLine(text: string): number {
  return text.trimEnd().split('\n').length;
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

/** Cuts between characters, never inside a surrogate pair, and drops a carriage return. */
function cut(line: string, maxChars: number): string {
  const clean = line.endsWith('\r') ? line.slice(0, -1) : line;
  if (clean.length <= maxChars) return clean;
  const code = clean.charCodeAt(maxChars - 1);
  return clean.slice(0, code >= 0xd800 && code <= 0xdbff ? maxChars - 1 : maxChars);
}
