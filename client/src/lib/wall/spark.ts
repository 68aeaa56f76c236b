import { tileLimits, type Tile } from '@learnflow/shared';
import type { Palette } from './palette.ts';

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

/** Draws bars, newest strongest, and the runs below them: a dot went well, a cross failed. */
export function drawSpark(
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  palette: Palette,
  bars: readonly SparkBar[],
  tone: 'ink' | 'accent',
): void {
  const step = width / bars.length;
  const thick = step * 0.68;
  const floor = height - 4;
  ctx.fillStyle = tone === 'accent' ? palette.accentText : palette.ink3;
  bars.forEach((bar, i) => {
    ctx.globalAlpha = 0.35 + (0.57 * i) / bars.length;
    const tall = Math.max(0.75, bar.height * floor);
    ctx.fillRect(i * step, floor - tall, thick, tall);
  });
  ctx.globalAlpha = 1;
  bars.forEach((bar, i) => {
    if (!bar.run) return;
    const x = i * step + thick / 2;
    const y = height - 1.6;
    if (bar.run === 'ok') {
      ctx.fillStyle = palette.okMark;
      ctx.beginPath();
      ctx.arc(x, y, 1.3, 0, 2 * Math.PI);
      ctx.fill();
    } else {
      ctx.strokeStyle = palette.helpMark;
      ctx.lineWidth = 1.1;
      ctx.beginPath();
      ctx.moveTo(x - 1.4, y - 1.4);
      ctx.lineTo(x + 1.4, y + 1.4);
      ctx.moveTo(x + 1.4, y - 1.4);
      ctx.lineTo(x - 1.4, y + 1.4);
      ctx.stroke();
    }
  });
}
