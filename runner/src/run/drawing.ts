/**
 * Draws what turtles left behind. The program sends numbers, colours and texts; each is checked, and the SVG is written
 * here from them, so no markup of a program's making reaches a browser. Turtles count upwards, SVG downwards.
 */
import { runTellLimits } from '@learnflow/shared/run';
import type { RunPicture } from '@learnflow/shared/run';
import { z } from 'zod';

const maxItems = 6_000;
const maxNumbers = 200_000;
/** What a turtle window shows when a program does not say. */
const usual = { width: 640, height: 480 };
const farthest = 100_000;
const margin = 12;

const number = z.number().transform((n) => Math.max(-farthest, Math.min(farthest, n)));
const points = z.array(number).max(maxNumbers);
const colour = z.string().regex(/^#[0-9a-f]{6}$/);
const line = z.tuple([z.literal('line'), colour, number, points]);
const area = z.tuple([z.literal('area'), colour, z.union([colour, z.literal('')]), points]);
const dot = z.tuple([z.literal('dot'), colour, number, number, number]);
const align = z.enum(['left', 'center', 'right']);
const text = z.tuple([
  z.literal('text'),
  colour,
  number,
  number,
  number,
  align,
  z.string(),
  z.string().max(200),
]);
const item = z.union([line, area, dot, text]);
type Item = z.infer<typeof item>;

const drawing = z.object({
  ground: colour,
  size: z.tuple([number, number]).nullable(),
  /** `setworldcoordinates`: left, bottom, right, top. */
  world: z.tuple([number, number, number, number]).nullable(),
  items: z.array(item).max(maxItems),
});

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** @returns undefined when the bytes are no drawing */
export function drawTurtles(body: Buffer): RunPicture | undefined {
  let parsed: z.infer<typeof drawing>;
  try {
    parsed = drawing.parse(JSON.parse(body.toString()));
  } catch {
    return undefined;
  }
  const { ground, world } = parsed;
  const size = sizeOf(parsed.size);
  const scale = world && {
    x: size.width / Math.max(1e-6, Math.abs(world[2] - world[0])),
    y: size.height / Math.max(1e-6, Math.abs(world[3] - world[1])),
  };
  const items = scale ? parsed.items.map((one) => stretched(one, scale.x, scale.y)) : parsed.items;
  const box =
    world && scale ? boxOfWorld(world, scale) : boxAround(items, size, parsed.size !== null);
  const width = Math.max(1, Math.round(box.right - box.left));
  const height = Math.max(1, Math.round(box.bottom - box.top));
  const fit = Math.min(1, runTellLimits.pictureSide / Math.max(width, height));
  const shown = {
    width: Math.max(1, Math.floor(width * fit)),
    height: Math.max(1, Math.floor(height * fit)),
  };
  const view = [box.left, box.top, width, height].map(short).join(' ');
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${String(shown.width)}" height="${String(shown.height)}" viewBox="${view}">`,
    `<rect x="${short(box.left)}" y="${short(box.top)}" width="${String(width)}" height="${String(height)}" fill="${ground}"/>`,
    '<g stroke-linecap="round" stroke-linejoin="round">',
    ...items.map(mark),
    '</g></svg>',
  ].join('');
  const texts = items.flatMap((one) => (one[0] === 'text' ? [one[7]] : []));
  const alt = ['Turtle drawing', ...texts]
    .join(', ')
    .toWellFormed()
    .slice(0, runTellLimits.altChars);
  const base64 = Buffer.from(svg).toString('base64');
  return { mime: 'image/svg+xml', ...shown, alt: alt.toWellFormed(), base64 };
}

function sizeOf(size: readonly [number, number] | null): { width: number; height: number } {
  if (size === null) return usual;
  const bound = (n: number): number =>
    Math.round(Math.max(20, Math.min(runTellLimits.pictureSide, n)));
  return { width: bound(size[0]), height: bound(size[1]) };
}

function boxOfWorld(
  [left, , , top]: readonly number[],
  scale: { x: number; y: number },
): Box & { right: number } {
  const at = { x: (left ?? 0) * scale.x, y: -(top ?? 0) * scale.y };
  return { left: at.x, top: at.y, right: at.x + usual.width, bottom: at.y + usual.height };
}

/** The window; one whose size nobody set grows with what was drawn, so that nothing is lost outside. */
function boxAround(
  items: readonly Item[],
  size: { width: number; height: number },
  isSet: boolean,
): Box {
  const box = {
    left: -size.width / 2,
    top: -size.height / 2,
    right: size.width / 2,
    bottom: size.height / 2,
  };
  if (isSet) return box;
  for (const one of items) {
    const flat = one[0] === 'line' || one[0] === 'area' ? one[3] : [one[3], one[4]];
    for (let i = 0; i + 1 < flat.length; i += 2) {
      const [x, y] = [flat[i] ?? 0, -(flat[i + 1] ?? 0)];
      box.left = Math.min(box.left, x - margin);
      box.right = Math.max(box.right, x + margin);
      box.top = Math.min(box.top, y - margin);
      box.bottom = Math.max(box.bottom, y + margin);
    }
  }
  return box;
}

function stretched(one: Item, x: number, y: number): Item {
  if (one[0] === 'line') return ['line', one[1], one[2], stretchedPoints(one[3], x, y)];
  if (one[0] === 'area') return ['area', one[1], one[2], stretchedPoints(one[3], x, y)];
  if (one[0] === 'dot') return ['dot', one[1], one[2], one[3] * x, one[4] * y];
  return ['text', one[1], one[2], one[3] * x, one[4] * y, one[5], one[6], one[7]];
}

function stretchedPoints(flat: readonly number[], x: number, y: number): number[] {
  return flat.map((value, index) => value * (index % 2 === 0 ? x : y));
}

function mark(one: Item): string {
  switch (one[0]) {
    case 'line':
      return `<polyline points="${pairs(one[3])}" fill="none" stroke="${one[1]}" stroke-width="${short(Math.max(0.1, one[2]))}"/>`;
    case 'area':
      return one[3].length < 6
        ? ''
        : `<polygon points="${pairs(one[3])}" fill="${one[1]}" fill-rule="evenodd"${one[2] === '' ? '' : ` stroke="${one[2]}"`}/>`;
    case 'dot':
      return `<circle cx="${short(one[3])}" cy="${short(-one[4])}" r="${short(Math.max(0, one[2]) / 2)}" fill="${one[1]}"/>`;
    case 'text':
      return writing(one);
  }
}

const anchors = { left: 'start', center: 'middle', right: 'end' } as const;
/** Points of a screen font in the units of a drawing. */
const unitsPerPoint = 1.333;

function writing([, ink, size, x, y, side, style, words]: z.infer<typeof text>): string {
  const weight = style.includes('bold') ? ' font-weight="700"' : '';
  const slant = style.includes('italic') ? ' font-style="italic"' : '';
  const height = short(Math.max(1, Math.min(400, size * unitsPerPoint)));
  return `<text x="${short(x)}" y="${short(-y - 2)}" font-family="sans-serif" font-size="${height}" text-anchor="${anchors[side]}" fill="${ink}"${weight}${slant} xml:space="preserve">${escaped(words)}</text>`;
}

function pairs(flat: readonly number[]): string {
  let list = '';
  for (let i = 0; i + 1 < flat.length; i += 2)
    list += `${short(flat[i] ?? 0)},${short(-(flat[i + 1] ?? 0))} `;
  return list.trimEnd();
}

function short(n: number): string {
  return String(Math.round(n * 100) / 100);
}

/** Signs that XML cannot hold are left out; the others that mean something to it are spelled out. */
function escaped(words: string): string {
  return words
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
