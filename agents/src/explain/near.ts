/** @returns how many single changes (one letter more, less, other, or two swapped) lie between two words */
export function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, (before[j - 2] ?? 0) + 1);
      }
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}

/** Longer names are compared by their beginning only. */
const maxChars = 40;

/**
 * @returns the name among `known` that was most likely meant: the same but for upper and lower case, or at most two changes
 * away (one for short names)
 */
export function nearest(name: string, known: Iterable<string>): string | undefined {
  const short = name.slice(0, maxChars);
  const allowed = short.length <= 2 ? 0 : short.length <= 4 ? 1 : 2;
  let best: string | undefined;
  let least = allowed + 1;
  for (const other of known) {
    if (other === name) continue;
    const isSame = simple(other) === simple(name);
    if (!isSame && Math.abs(other.length - short.length) > allowed) continue;
    const far = isSame ? 0 : distance(short, other.slice(0, maxChars));
    if (far < least) [best, least] = [other, far];
  }
  return best;
}

function simple(name: string): string {
  return name.toLowerCase().replaceAll('_', '');
}
