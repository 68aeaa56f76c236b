import { applyTileDelta, type Tile, type TileDelta } from '@learnflow/shared';
import { changedLines } from './code-window.ts';

/** Lines that light up now. `stamp` differs for every new glow. */
export interface Glow {
  lines: readonly number[];
  stamp: number;
}

/** A tile glows at most this often. */
const glowEveryMs = 1_000;
const noGlow: Glow = { lines: [], stamp: 0 };

/** One student's tile; only what shows this tile is drawn again when it changes. */
export class TileCell {
  readonly id: string;
  tile: Tile = $state.raw() as Tile;
  glow: Glow = $state.raw(noGlow);
  #glowAt = -Infinity;

  constructor(tile: Tile) {
    this.id = tile.id;
    this.tile = tile;
  }

  /** @param nowMs  any steady clock */
  apply(delta: TileDelta, nowMs: number): void {
    this.#become(applyTileDelta(this.tile, delta), nowMs);
  }

  /** A whole tile, e.g. after the line was cut. */
  replace(tile: Tile, nowMs: number): void {
    this.#become(tile, nowMs);
  }

  #become(next: Tile, nowMs: number): void {
    const lines = nowMs - this.#glowAt >= glowEveryMs ? changedLines(this.tile, next) : [];
    this.tile = next;
    if (lines.length === 0) return;
    this.#glowAt = nowMs;
    this.glow = { lines, stamp: nowMs };
  }
}
