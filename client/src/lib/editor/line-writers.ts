import * as Y from 'yjs';

/** One piece of text that one client wrote at one time. */
export interface Writing {
  client: number;
  clock: number;
}

/**
 * Who wrote each line, as the shared text itself knows it. It goes from piece to piece and from line end to line end, never
 * from letter to letter: a file of 500 lines takes a fraction of a millisecond.
 * @returns per line whoever wrote most of what one sees in it (of two with as much, the later in the line); null for a line
 *          with nothing to be seen
 */
export function lineWriters(text: Y.Text): (Writing | null)[] {
  const lines: (Writing | null)[] = [];
  let shares = new Map<number, { chars: number; clock: number }>();
  const add = (piece: string, { client, clock }: Writing): void => {
    const chars = piece.trim().length;
    if (chars === 0) return;
    const share = shares.get(client);
    shares.set(client, { chars: (share?.chars ?? 0) + chars, clock });
  };
  const endLine = (): void => {
    let best: Writing | null = null;
    let most = 0;
    for (const [client, { chars, clock }] of shares) {
      if (chars >= most) [best, most] = [{ client, clock }, chars];
    }
    lines.push(best);
    shares = new Map();
  };
  for (let item = text._start; item; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const { str } = item.content;
    const { client, clock } = item.id;
    let from = 0;
    for (let end = str.indexOf('\n'); end >= 0; end = str.indexOf('\n', from)) {
      add(str.slice(from, end), { client, clock: clock + from });
      endLine();
      from = end + 1;
    }
    add(str.slice(from), { client, clock: clock + from });
  }
  endLine();
  return lines;
}
