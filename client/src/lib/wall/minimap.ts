import { type Tile, type TokenKind, tokenizeLine } from '@learnflow/shared';
import { errorLine } from './code-window.ts';
import type { Palette } from './palette.ts';

/** Measures of the design, in the units of a 120 wide picture that is scaled to its tile. */
export const minimapMetrics = {
  width: 120,
  column: 2.05,
  line: 5,
  block: 2.9,
  columns: 58,
} as const;

export interface Block {
  column: number;
  length: number;
  kind: TokenKind;
}

/** @returns the words of a line as blocks, clipped at the right edge */
export function blocksOf(line: string): Block[] {
  const blocks: Block[] = [];
  let column = 0;
  for (const { kind, text } of tokenizeLine(line)) {
    const length = text.replaceAll('\t', '    ').length;
    if (kind !== 'ws' && column < minimapMetrics.columns) {
      blocks.push({ column, length: Math.min(length, minimapMetrics.columns - column), kind });
    }
    column += length;
  }
  return blocks;
}

/** @returns index of the first line to draw so that the active one is in sight when only `fit` lines have room */
export function firstInSight(tile: Pick<Tile, 'from' | 'lines' | 'line'>, fit: number): number {
  const active = tile.line - tile.from;
  return Math.min(Math.max(0, active - Math.floor(fit / 2)), Math.max(0, tile.lines.length - fit));
}

type Drawn = Pick<Tile, 'from' | 'lines' | 'line' | 'run'>;

/** Draws the window of a tile as blocks: active line on an accent ground, error line with a red tick at the left. */
export function drawMinimap(
  ctx: CanvasRenderingContext2D,
  width: number,
  height: number,
  palette: Palette,
  tile: Drawn,
): void {
  const scale = Math.max(0.8, width / minimapMetrics.width);
  const line = minimapMetrics.line * scale;
  const fit = Math.max(1, Math.floor(height / line));
  const first = firstInSight(tile, fit);
  const failed = errorLine(tile);
  for (let i = first; i < Math.min(tile.lines.length, first + fit); i += 1) {
    const no = tile.from + i;
    const top = (i - first) * line;
    if (no === tile.line) {
      ctx.fillStyle = palette.accentText;
      ctx.globalAlpha = 0.26;
      ctx.fillRect(0, top, width, line - 0.6 * scale);
    }
    if (no === failed) {
      ctx.fillStyle = palette.helpMark;
      if (no !== tile.line) {
        ctx.globalAlpha = 0.2;
        ctx.fillRect(0, top, width, line - 0.6 * scale);
      }
      ctx.globalAlpha = 1;
      ctx.fillRect(0, top, 2 * scale, line - 0.6 * scale);
    }
    for (const block of blocksOf(tile.lines[i] ?? '')) {
      ctx.fillStyle = palette.syntax[block.kind];
      ctx.globalAlpha = block.kind === 'op' || block.kind === 'id' ? 0.6 : 1;
      ctx.fillRect(
        (4 + block.column * minimapMetrics.column) * scale,
        top + ((minimapMetrics.line - minimapMetrics.block) / 2 - 0.3) * scale,
        Math.max(1, block.length * minimapMetrics.column - 0.5) * scale,
        minimapMetrics.block * scale,
      );
    }
  }
  ctx.globalAlpha = 1;
}
