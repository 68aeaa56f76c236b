/** One part of the wall: so many tiles in so many columns. */
export interface GridPart {
  count: number;
  columns: number;
}
export type GridKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown' | 'Home' | 'End';

/**
 * Where the focus goes on a wall whose parts (band, rest) lie below each other and have different columns.
 * @param parts  from top to bottom
 * @param at     index over all parts
 * @returns the new index; the same one at an edge
 */
export function moveInGrid(parts: readonly GridPart[], at: number, key: GridKey): number {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  if (total === 0) return at;
  if (key === 'Home') return 0;
  if (key === 'End') return total - 1;
  if (key === 'ArrowLeft') return Math.max(0, at - 1);
  if (key === 'ArrowRight') return Math.min(total - 1, at + 1);
  const rows = rowsOf(parts);
  const row = rows.findIndex((r) => at >= r.start && at < r.start + r.count);
  const here = rows[row];
  const there = rows[row + (key === 'ArrowDown' ? 1 : -1)];
  if (!here || !there) return at;
  // Between parts the columns differ: keep the place across the screen, not the number of the column.
  const across = (at - here.start + 0.5) / here.columns;
  const column = Math.min(there.count - 1, Math.floor(across * there.columns));
  return there.start + column;
}

function rowsOf(parts: readonly GridPart[]): { start: number; count: number; columns: number }[] {
  const rows: { start: number; count: number; columns: number }[] = [];
  let start = 0;
  for (const { count, columns } of parts) {
    for (let done = 0; done < count; done += columns) {
      rows.push({ start: start + done, count: Math.min(columns, count - done), columns });
    }
    start += count;
  }
  return rows;
}
