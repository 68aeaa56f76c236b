import { nameKey, type Status, type Tile } from '@learnflow/shared';
import { type AlertGroup, groupedIds, groupsOf } from './alert-groups.ts';
import { feedOf } from './alerts.ts';
import { Announcer, type Turn } from './announcer.ts';
import {
  bandLimits,
  compareNeed,
  needsYou,
  nextPlaces,
  placeTiles,
  type Places,
  type WallSort,
} from './need-order.ts';
import { SettledOrder } from './settled-order.ts';
import { newTurns } from './tile-words.ts';
import { readPrefs, type TileSize, writePrefs } from './wall-prefs.ts';
import type { Wall } from './wall.svelte.ts';

export const filters = ['all', 'help', 'stuck', 'flowing', 'idle', 'finished'] as const;
export type WallFilter = (typeof filters)[number];

const shows: Record<WallFilter, readonly Status[]> = {
  all: ['help', 'stuck', 'flowing', 'idle', 'finished', 'offline'],
  help: ['help'],
  stuck: ['stuck'],
  flowing: ['flowing'],
  // Somebody whose line is cut is, for the teacher, somebody who does not work.
  idle: ['idle', 'offline'],
  finished: ['finished'],
};
const sortCycle: readonly WallSort[] = ['need', 'seats', 'name'];
const sizeCycle: readonly TileSize[] = ['L', 'M', 'S'];

/** How this teacher looks at the wall: order, filter, size, and where the focus and the scroll were. */
export class WallView {
  sort: WallSort = $state('need');
  filter: WallFilter = $state('all');
  query = $state('');
  /** Label of a common mistake whose students alone are shown. */
  mistake: string | undefined = $state();
  singleKeys = $state(true);
  #size: TileSize | undefined = $state();
  places: Places = $state.raw({ band: [], rest: [] });
  moved = $state(0);
  /** Cards of the feed, who waits longest first. */
  feed: readonly string[] = $state.raw([]);
  /** Cards of several students with the same error. */
  groups: readonly AlertGroup[] = $state.raw([]);
  announcement = $state('');
  /** The tile that takes part in the tab order. */
  focusId: string | undefined = $state();
  /** The tile that has the focus now, and the one under the pointer. */
  atId: string | undefined = $state();
  hoverId: string | undefined = $state();
  /** Kept for coming back from a room. */
  scrollTop = 0;
  returnTo: string | undefined;

  readonly #wall: Wall;
  readonly #order = new SettledOrder();
  readonly #feedOrder = new SettledOrder(0);
  readonly #announcer = new Announcer(newTurns);
  #over = { wall: false, tile: false, visit: false };

  constructor(wall: Wall) {
    this.#wall = wall;
    const prefs = readPrefs(localStorage);
    this.sort = prefs.sort;
    this.#size = prefs.size;
    this.singleKeys = prefs.singleKeys;
    wall.onchange = () => this.refresh();
  }

  get size(): TileSize {
    return this.#size ?? (this.#wall.seats.length >= bandLimits.lectureFrom ? 'S' : 'M');
  }
  get isLecture(): boolean {
    return this.#wall.seats.length >= bandLimits.lectureFrom;
  }
  get isFiltered(): boolean {
    return this.filter !== 'all' || this.query.trim() !== '' || this.mistake !== undefined;
  }

  /** Works out places again; tiles move only when they may. */
  refresh(): void {
    // While held, a tile that no longer fits the filter stays: nothing slides under the pointer.
    const tiles = this.#wall
      .tiles()
      .filter((tile) => this.#order.holds(tile.id) || this.#matches(tile));
    if (this.#order.offer(this.#placesOf(tiles), performance.now())) this.#takeOrder();
    const needy = this.#wall
      .tiles()
      .filter(needsYou)
      .sort((a, b) => compareNeed(a, b));
    if (!this.#feedOrder.held) this.groups = groupsOf(this.#wall.alerts);
    const { alerts, now } = this.#wall;
    const feed = feedOf(this.#wall.tiles(), alerts, now, groupedIds(this.groups));
    const ids = { band: [], rest: feed };
    if (this.#feedOrder.offer(ids, performance.now())) this.feed = this.#feedOrder.shown.rest;
    this.#announcer.see(
      needy.map(({ id, name, status }) => ({ id, name, status: status as Turn['status'] })),
    );
    const sentence = this.#announcer.due(performance.now());
    if (sentence !== undefined) this.announcement = sentence;
  }

  /** The person asked to see the new order. */
  settle(): void {
    const tiles = this.#wall.tiles().filter((tile) => this.#matches(tile));
    this.#order.offer(this.#placesOf(tiles), performance.now());
    this.#order.settle(performance.now());
    this.#takeOrder();
  }

  /** Nothing moves while the pointer is over the wall, a tile has the focus, or a room is visited from it. */
  hold(over: Partial<{ wall: boolean; tile: boolean; visit: boolean }>): void {
    this.#over = { ...this.#over, ...over };
    this.#order.held = this.#over.wall || this.#over.tile || this.#over.visit;
  }
  holdFeed(held: boolean): void {
    this.#feedOrder.held = held;
    if (!held) this.refresh();
  }

  setSort(sort: WallSort): void {
    this.sort = sort;
    this.#remember();
    this.settle();
  }
  nextSort(): void {
    this.setSort(sortCycle[(sortCycle.indexOf(this.sort) + 1) % sortCycle.length] ?? 'need');
  }
  setSize(size: TileSize): void {
    this.#size = size;
    this.#remember();
  }
  stepSize(step: -1 | 1): void {
    const next = sizeCycle[sizeCycle.indexOf(this.size) - step];
    if (next) this.setSize(next);
  }
  setFilter(filter: WallFilter): void {
    this.filter = filter;
    this.mistake = undefined;
    this.settle();
  }
  setMistake(label: string | undefined): void {
    this.mistake = label;
    this.filter = 'all';
    this.settle();
  }
  setQuery(query: string): void {
    this.query = query;
    this.settle();
  }
  setSingleKeys(on: boolean): void {
    this.singleKeys = on;
    this.#remember();
  }
  clearFilters(): void {
    this.query = '';
    this.setFilter('all');
  }

  /** Ids in the order they stand on the wall. */
  get ids(): readonly string[] {
    return [...this.places.band, ...this.places.rest];
  }

  /** @returns the next one in need after `id`, round and round; -1 goes back */
  nextInNeed(id: string | undefined, step: 1 | -1 = 1): string | undefined {
    const ids = this.feed;
    const at = id === undefined ? -1 : ids.indexOf(id);
    if (ids.length === 0) return undefined;
    if (at === -1) return step === 1 ? ids[0] : ids.at(-1);
    return ids[(at + step + ids.length) % ids.length];
  }

  #placesOf(tiles: readonly Tile[]): Places {
    const { seats, needs } = this.#wall;
    return placeTiles(tiles, this.sort, seats.length, nextPlaces(needs));
  }

  #takeOrder(): void {
    this.places = this.#order.shown;
    this.moved = this.#order.moved;
  }

  #matches(tile: Tile): boolean {
    if (this.mistake !== undefined) {
      const group = this.#wall.mistakes.find((mistake) => mistake.label === this.mistake);
      if (!group?.ids.includes(tile.id)) return false;
    }
    const query = nameKey(this.query);
    if (query && !nameKey(tile.name).includes(query)) return false;
    return shows[this.filter].includes(tile.status);
  }

  #remember(): void {
    const { sort, singleKeys } = this;
    writePrefs(localStorage, { sort, size: this.#size, singleKeys });
  }
}
