import type { NeedView, Status, Tile } from '@learnflow/shared';

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

/** Places among those who work: who most likely gets no further comes first. */
export type NextPlaces = ReadonlyMap<string, number>;

/**
 * Hands by the longest wait, then stuck by the oldest, then flowing, idle, offline, finished. Among the flowing those who
 * stand still come first, in the order of `next`; A to Z inside each.
 */
export function compareNeed(a: Ordered, b: Ordered, next: NextPlaces = new Map()): number {
  const byRank = rank[a.status] - rank[b.status];
  if (byRank !== 0) return byRank;
  if (needsYou(a)) {
    const byWait = waitingSince(a) - waitingSince(b);
    if (byWait !== 0) return byWait;
  }
  if (a.status === 'flowing') {
    const byNext = (next.get(a.id) ?? Infinity) - (next.get(b.id) ?? Infinity);
    if (byNext < 0 || byNext > 0) return byNext;
  }
  return compareNames(a, b);
}

/** @returns the places of those who stand still; about the others there is nothing to say */
export function nextPlaces(needs: readonly Pick<NeedView, 'memberId' | 'reason'>[]): NextPlaces {
  return new Map(
    needs.filter(({ reason }) => reason !== '').map(({ memberId }, place) => [memberId, place]),
  );
}

/**
 * @param tiles  in join order, which is the order of seats; a filter may have left some out
 * @param sort   the band is only filled by need: in a fixed plan only borders change
 * @param classSize  how many there are without the filter
 * @param next  who of those who work comes first
 */
export function placeTiles(
  tiles: readonly Ordered[],
  sort: WallSort,
  classSize: number = tiles.length,
  next?: NextPlaces,
): Places {
  if (sort === 'seats') return { band: [], rest: tiles.map((tile) => tile.id) };
  if (sort === 'name') return { band: [], rest: [...tiles].sort(compareNames).map((t) => t.id) };
  const ordered = [...tiles].sort((a, b) => compareNeed(a, b, next));
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
