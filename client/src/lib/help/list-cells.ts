import type { ListPicture } from '@learnflow/shared';

export interface ListCell {
  /** `asked`: the place that is not there. `gap`: places that are left out. */
  kind: 'box' | 'asked' | 'gap';
  index: number;
  text: string;
  mark: string;
}

/** The boxes of a list from left to right, with the place that was asked for where it would be. */
export function listCells({ boxes, length, asked }: ListPicture): ListCell[] {
  const cells: ListCell[] = [];
  for (const box of boxes) {
    const before = cells.at(-1);
    if (before && box.index > before.index + 1) cells.push(gap(before.index + 1));
    cells.push({ kind: 'box', index: box.index, text: box.text, mark: box.mark ?? '' });
  }
  const missing: ListCell = { kind: 'asked', index: asked.index, text: '?', mark: asked.mark };
  if (asked.index < 0) return [missing, ...cells];
  if (asked.index > length) cells.push(gap(length));
  return [...cells, missing];
}

function gap(index: number): ListCell {
  return { kind: 'gap', index, text: '…', mark: '' };
}
