/**
 * Pictures on their way from a program to the room. A program can send any bytes: an image must be a PNG by its
 * signature and of a bearable size, and turtles come as numbers from which the SVG is drawn here.
 * One line of JSON says what it is; the bytes follow.
 */
import { runTellLimits } from '@learnflow/shared/run';
import type { RunPicture } from '@learnflow/shared/run';
import { z } from 'zod';

import { drawTurtles } from './drawing.ts';

const maxHeadBytes = 8 * 1024;
/** Larger than the largest drawing turtle.py makes. */
const maxDrawingBytes = 2 * 1024 * 1024;
/** A drawing that grows is sent anew again and again; nobody follows more steps than this. */
const maxDrawingSteps = 80;
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const head = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('png'), alt: z.string() }),
  z.object({ kind: z.literal('turtle') }),
]);

export interface Pictures {
  /** Returns the picture, the sentence why it is not shown, or undefined when there is nothing to say. */
  take(payload: Buffer): RunPicture | string | undefined;
}

/** One per run. */
export function createPictures(): Pictures {
  let shown = 0;
  let refused = 0;
  let steps = 0;
  /** Number of the turtles' picture. */
  let drawing: number | undefined;

  return {
    take(payload) {
      const end = payload.subarray(0, maxHeadBytes).indexOf(0x0a);
      const about = end < 0 ? undefined : readJson(head, payload.subarray(0, end));
      if (about === undefined) return undefined;
      const body = payload.subarray(end + 1);
      if (about.kind === 'turtle') {
        if (body.length > maxDrawingBytes || (steps += 1) > maxDrawingSteps) return undefined;
        const drawn = drawTurtles(body);
        if (drawn === undefined) return undefined;
        if (drawing !== undefined) return { ...drawn, replaces: drawing };
        if (shown === runTellLimits.pictures) return undefined;
        drawing = shown;
        shown += 1;
        return drawn;
      }
      if (shown + refused >= runTellLimits.pictures) return undefined;
      const size = sizeOfPng(body);
      const problem = size === undefined ? 'it is not a PNG image.' : tooLarge(body, size);
      if (size === undefined || problem !== undefined) {
        refused += 1;
        return `A picture is not shown: ${problem ?? ''}`;
      }
      shown += 1;
      const alt = about.alt.toWellFormed().slice(0, runTellLimits.altChars).toWellFormed();
      return { mime: 'image/png', ...size, alt, base64: body.toString('base64') };
    },
  };
}

const side = runTellLimits.pictureSide;

function tooLarge(bytes: Buffer, size: { width: number; height: number }): string | undefined {
  const isFine =
    bytes.length <= runTellLimits.pictureBytes && Math.max(size.width, size.height) <= side;
  return isFine ? undefined : `it is larger than 4 MB or ${String(side)} pixels a side.`;
}

/** Width and height from the first chunk; undefined when the bytes are no PNG from start to end. */
function sizeOfPng(bytes: Buffer): { width: number; height: number } | undefined {
  const isPng =
    bytes.length >= 57 &&
    bytes.subarray(0, 8).equals(signature) &&
    bytes.readUInt32BE(8) === 13 &&
    bytes.toString('latin1', 12, 16) === 'IHDR' &&
    bytes.toString('latin1', bytes.length - 8, bytes.length - 4) === 'IEND';
  if (!isPng) return undefined;
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  return width > 0 && height > 0 ? { width, height } : undefined;
}

function readJson<T>(schema: z.ZodType<T>, bytes: Buffer): T | undefined {
  try {
    return schema.safeParse(JSON.parse(bytes.toString())).data;
  } catch {
    return undefined;
  }
}
