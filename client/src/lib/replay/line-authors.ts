import type { AuthorRange } from '@learnflow/shared';

/**
 * Who a line belongs to: whoever wrote most of what one sees in it; of two with as much, the later in the line.
 * @returns a member id per line, null where nobody is known or nothing is to be seen
 */
export function lineAuthors(text: string, ranges: readonly AuthorRange[]): (string | null)[] {
  const lines: (string | null)[] = [];
  let shares = new Map<string, number>();
  const endLine = (): void => {
    let best: string | null = null;
    let most = 0;
    for (const [memberId, chars] of shares) {
      if (chars >= most) [best, most] = [memberId, chars];
    }
    lines.push(best);
    shares = new Map();
  };
  let at = 0;
  for (const [length, memberId] of ranges) {
    for (const end = at + length; at < end; at++) {
      const sign = text[at] ?? '';
      if (sign === '\n') endLine();
      else if (memberId !== null && sign.trim() !== '') {
        shares.set(memberId, (shares.get(memberId) ?? 0) + 1);
      }
    }
  }
  endLine();
  return lines;
}
