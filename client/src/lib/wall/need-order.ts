import type { Status, Tile } from '@learnflow/shared';

/** `need`: who waits longest stands first; `seats`: a fixed plan for spatial memory; `name`: A to Z. */
export type WallSort = 'need' | 'seats' | 'name';

/** Where tiles stand: ids in `band` are drawn large under "Needs you", the others follow in `rest`. */
export interface Places {
  band: string[];
  rest: string[];
}

export const bandLimits = { class: 5, lecture: 10, lectureFrom: 41 } as const;

const rank: Record<Status, number> = {
  help: 0,
  stuck: 1,
  flowing: 2,
  idle: 3,
  offline: 4,
  finished: 5,
};

type Ordered = Pick<Tile, 'id' | 'name' | 'status' | 'since' | 'handAt'>;

/** @returns whether a teacher can do something for this student now */
export function needsYou(tile: Pick<Tile, 'status'>): boolean {
  return tile.status === 'help' || tile.status === 'stuck';
}

/** Hands by the longest wait, then stuck by the oldest, then flowing, idle, offline, finished; A to Z inside each. */
export function compareNeed(a: Ordered, b: Ordered): number {
  const byRank = rank[a.status] - rank[b.status];
  if (byRank !== 0) return byRank;
  if (needsYou(a)) {
    const byWait = waitingSince(a) - waitingSince(b);
    if (byWait !== 0) return byWait;
  }
  return compareNames(a, b);
}

/**
 * @param tiles  in join order, which is the order of seats; a filter may have left some out
 * @param sort   the band is only filled by need: in a fixed plan only borders change
 * @param classSize  how many there are without the filter
 */
export function placeTiles(
  tiles: readonly Ordered[],
  sort: WallSort,
  classSize: number = tiles.length,
): Places {
  if (sort === 'seats') return { band: [], rest: tiles.map((tile) => tile.id) };
  if (sort === 'name') return { band: [], rest: [...tiles].sort(compareNames).map((t) => t.id) };
  const ordered = [...tiles].sort(compareNeed);
  const limit = classSize >= bandLimits.lectureFrom ? bandLimits.lecture : bandLimits.class;
  const inNeed = ordered.filter(needsYou).length;
  const ids = ordered.map((tile) => tile.id);
  const cut = Math.min(inNeed, limit);
  return { band: ids.slice(0, cut), rest: ids.slice(cut) };
}

/** @returns epoch ms since when somebody waits for the teacher */
export function waitingSince(tile: Pick<Tile, 'status' | 'since' | 'handAt'>): number {
  return tile.status === 'help' && tile.handAt > 0 ? tile.handAt : tile.since;
}

function compareNames(a: Ordered, b: Ordered): number {
  return a.name.localeCompare(b.name) || (a.id < b.id ? -1 : 1);
}
