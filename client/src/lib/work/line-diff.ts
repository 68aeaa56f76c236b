export interface DiffLine {
  kind: 'same' | 'then' | 'now';
  text: string;
}

/** Files of a room are far shorter; longer ones are shown without looking for what stayed. */
const maxLines = 2_000;

/** @returns the lines of both texts in order: what was there then and is gone, what is there now, what stayed */
export function diffLines(then: string, now: string): DiffLine[] {
  const a = then.split('\n');
  const b = now.split('\n');
  if (a.length > maxLines || b.length > maxLines) {
    return [
      ...a.map((text): DiffLine => ({ kind: 'then', text })),
      ...b.map((text): DiffLine => ({ kind: 'now', text })),
    ];
  }
  // Longest common subsequence, from the end.
  const width = b.length + 1;
  const longest = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number): number => longest[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const [left, right] = [a[i], b[j]];
    if (left !== undefined && left === right) {
      lines.push({ kind: 'same', text: left });
      i += 1;
      j += 1;
    } else if (left !== undefined && (right === undefined || at(i + 1, j) >= at(i, j + 1))) {
      lines.push({ kind: 'then', text: left });
      i += 1;
    } else {
      lines.push({ kind: 'now', text: right ?? '' });
      j += 1;
    }
  }
  return lines;
}
