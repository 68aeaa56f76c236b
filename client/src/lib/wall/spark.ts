import { tileLimits, type Tile } from '@learnflow/shared';

export interface SparkBar {
  /** 0…1. */
  height: number;
  /** The last run in this slot, if there was one. */
  run: 'ok' | 'failed' | undefined;
}

/** A busy half minute; quieter students keep low bars instead of being scaled up to it. */
const busyEdits = 24;

/** @returns the slot (epoch ms / barMs) of a moment on the server clock */
export function slotAt(now: number): number {
  return Math.floor(now / tileLimits.barMs);
}

/** @returns 24 bars, oldest first, the last one being `slot` */
export function sparkBars(tile: Pick<Tile, 'bars' | 'runBars'>, slot: number): SparkBar[] {
  const first = slot - tileLimits.bars + 1;
  const counts = Array.from({ length: tileLimits.bars }, (_, i) => tile.bars[first + i] ?? 0);
  const top = Math.max(busyEdits, ...counts);
  return counts.map((n, i) => {
    const run = tile.runBars[first + i];
    return {
      height: n === 0 ? 0 : Math.max(0.12, n / top),
      run: run === undefined ? undefined : run ? 'ok' : 'failed',
    };
  });
}

/** The picture is drawn in a box of this size and stretched to its place. */
export const sparkBox = { width: 64, height: 14, floor: 10 } as const;

export interface SparkPaths {
  bars: string;
  ok: string;
  failed: string;
}

/** @returns SVG path data: all bars in one, and below them a dot where a run went well, a cross where it failed */
export function sparkPaths(bars: readonly SparkBar[]): SparkPaths {
  const step = sparkBox.width / bars.length;
  const thick = step * 0.68;
  const paths = { bars: '', ok: '', failed: '' };
  bars.forEach((bar, i) => {
    const x = short(i * step);
    const tall = short(Math.max(0.7, bar.height * sparkBox.floor));
    paths.bars += `M${x} ${sparkBox.floor}v-${tall}h${short(thick)}v${tall}z`;
    const left = short(i * step + thick / 2 - 1.4);
    if (bar.run === 'ok') paths.ok += `M${left} 12.4a1.3 1.3 0 1 1 2.6 0a1.3 1.3 0 1 1 -2.6 0z`;
    if (bar.run === 'failed') paths.failed += `M${left} 11.2l2.8 2.8m0 -2.8l-2.8 2.8`;
  });
  return paths;
}

function short(n: number): string {
  return n.toFixed(1);
}
