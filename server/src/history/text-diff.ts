/** Take `remove` UTF-16 units at `at` (counted in the old text) and put `insert` there. */
export interface TextEdit {
  at: number;
  remove: number;
  insert: string;
}

/** Beyond so many differences the search costs more than the smaller edit is worth. */
const maxDifferences = 300;
const maxTokens = 20_000;

/**
 * The smallest edits that turn one text into another, so that carets and other people's typing in the rest of the text
 * are left alone: first by lines, then by characters inside the lines that differ. Characters are never cut in half.
 * @returns edits from the start of the old text to its end
 */
export function diffTexts(before: string, after: string): TextEdit[] {
  return diffBy(before, after, linesOf, 0).flatMap((edit) =>
    diffBy(before.slice(edit.at, edit.at + edit.remove), edit.insert, (text) => [...text], edit.at),
  );
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffBy(
  before: string,
  after: string,
  split: (text: string) => string[],
  start: number,
): TextEdit[] {
  if (before === after) return [];
  const a = split(before);
  const b = split(after);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) head++;
  let tail = 0;
  while (
    tail < a.length - head &&
    tail < b.length - head &&
    a[a.length - 1 - tail] === b[b.length - 1 - tail]
  ) {
    tail++;
  }
  const from = a.slice(head, a.length - tail);
  const to = b.slice(head, b.length - tail);
  const edits: TextEdit[] = [];
  let at = start + lengthOf(a.slice(0, head));
  for (const { kept, remove, insert } of changesOf(from, to)) {
    at += lengthOf(kept);
    const length = lengthOf(remove);
    if (length > 0 || insert.length > 0)
      edits.push({ at, remove: length, insert: insert.join('') });
    at += length;
  }
  return edits;
}

/** Tokens that stay, then tokens that are replaced by others. */
interface Change {
  kept: string[];
  remove: string[];
  insert: string[];
}

function changesOf(a: string[], b: string[]): Change[] {
  const pairs = keptTokens(a, b);
  if (!pairs) return [{ kept: [], remove: a, insert: b }];
  const changes: Change[] = [];
  let kept: string[] = [];
  let x = 0;
  let y = 0;
  for (const [keptX, keptY] of [...pairs, [a.length, b.length] as const]) {
    if (keptX > x || keptY > y) {
      changes.push({ kept, remove: a.slice(x, keptX), insert: b.slice(y, keptY) });
      kept = [];
    }
    kept.push(...a.slice(keptX, keptX + 1));
    x = keptX + 1;
    y = keptY + 1;
  }
  return changes;
}

/**
 * The greedy search of Myers (1986) for the longest common subsequence.
 * @returns pairs of places of the tokens that stay; undefined when the texts have too little in common
 */
function keptTokens(a: string[], b: string[]): [number, number][] | undefined {
  if (a.length + b.length > maxTokens) return undefined;
  const most = Math.min(maxDifferences, a.length + b.length);
  const size = 2 * most + 3;
  const middle = most + 1;
  let furthest = new Int32Array(size);
  const steps: Int32Array[] = [];
  for (let d = 0; d <= most; d++) {
    steps.push(furthest.slice());
    for (let k = -d; k <= d; k += 2) {
      let x = isDown(furthest, k, d, middle)
        ? at(furthest, middle + k + 1)
        : at(furthest, middle + k - 1) + 1;
      let y = x - k;
      while (x < a.length && y < b.length && a[x] === b[y]) {
        x++;
        y++;
      }
      furthest[middle + k] = x;
      if (x >= a.length && y >= b.length) return walkBack(steps, a.length, b.length, middle);
    }
    furthest = furthest.slice();
  }
  return undefined;
}

function walkBack(
  steps: Int32Array[],
  endX: number,
  endY: number,
  middle: number,
): [number, number][] {
  const kept: [number, number][] = [];
  let x = endX;
  let y = endY;
  for (let d = steps.length - 1; d >= 0; d--) {
    const furthest = steps[d] ?? new Int32Array(0);
    const k = x - y;
    const fromK = isDown(furthest, k, d, middle) ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : at(furthest, middle + fromK);
    const fromY = d === 0 ? 0 : fromX - fromK;
    while (x > fromX && y > fromY) {
      x--;
      y--;
      kept.push([x, y]);
    }
    x = fromX;
    y = fromY;
  }
  return kept.reverse();
}

/** Whether the best way to diagonal `k` with `d` differences ends with an insertion. */
function isDown(furthest: Int32Array, k: number, d: number, middle: number): boolean {
  return k === -d || (k !== d && at(furthest, middle + k - 1) < at(furthest, middle + k + 1));
}

const at = (numbers: Int32Array, index: number): number => numbers[index] ?? 0;
const lengthOf = (tokens: string[]): number => tokens.reduce((sum, token) => sum + token.length, 0);
