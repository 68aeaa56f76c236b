import type { WallSort } from './need-order.ts';

export type TileSize = 'L' | 'M' | 'S';
export interface WallPrefs {
  sort: WallSort;
  /** undefined: by the size of the class. */
  size: TileSize | undefined;
  singleKeys: boolean;
}

const storageKey = 'learnflow.wall';
const sorts: readonly unknown[] = ['need', 'seats', 'name'];
const sizes: readonly unknown[] = ['L', 'M', 'S'];

/** What this teacher chose on this device; whatever else is stored there counts as not chosen. */
export function readPrefs(storage: Pick<Storage, 'getItem'>): WallPrefs {
  const stored = parsed(storage.getItem(storageKey));
  return {
    sort: sorts.includes(stored['sort']) ? (stored['sort'] as WallSort) : 'need',
    size: sizes.includes(stored['size']) ? (stored['size'] as TileSize) : undefined,
    singleKeys: stored['singleKeys'] !== false,
  };
}

export function writePrefs(storage: Pick<Storage, 'setItem'>, prefs: WallPrefs): void {
  storage.setItem(storageKey, JSON.stringify(prefs));
}

function parsed(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
