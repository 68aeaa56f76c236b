import * as encoding from 'lib0/encoding';
import { partsPerCut, type UpdateScan } from './update-scan.ts';

/** Structs of one client, or deletions of one: a piece of an update, as its bytes. */
interface Piece {
  count: number;
  write(encoder: encoding.Encoder): void;
}

/**
 * Cuts an update that would hold up the event loop into several that do the same one after the other. In between, parts
 * may wait for predecessors that come with a later slice.
 * @returns the update itself when it is small
 */
export function sliceUpdate(update: Uint8Array, scan: UpdateScan): Uint8Array[] {
  if (scan.parts <= 2 * partsPerCut) return [update];
  const structs = scan.structs.flatMap((section) =>
    cut(section, (at, to, count, clock) => ({
      count,
      write: (encoder) => {
        encoding.writeVarUint(encoder, count);
        encoding.writeVarUint(encoder, section.client);
        encoding.writeVarUint(encoder, clock);
        encoding.writeUint8Array(encoder, update.subarray(at, to));
      },
    })),
  );
  const deletes = scan.deletes.flatMap((section) =>
    cut({ ...section, clock: 0 }, (at, to, count) => ({
      count,
      write: (encoder) => {
        encoding.writeVarUint(encoder, section.client);
        encoding.writeVarUint(encoder, count);
        encoding.writeUint8Array(encoder, update.subarray(at, to));
      },
    })),
  );
  return [
    ...inGroups(structs, true).map((pieces) => encode(pieces, [])),
    ...inGroups(deletes, false).map((pieces) => encode([], pieces)),
  ];
}

interface Section {
  from: number;
  to: number;
  count: number;
  clock: number;
  cuts: { at: number; count: number; clock?: number }[];
}

function cut(
  section: Section,
  make: (at: number, to: number, count: number, clock: number) => Piece,
): Piece[] {
  const starts = [{ at: section.from, count: 0, clock: section.clock }, ...section.cuts];
  return starts.map(({ at, count, clock = 0 }, index) => {
    const next = starts[index + 1] ?? { at: section.to, count: section.count };
    return make(at, next.at, next.count - count, clock);
  });
}

/** @param isOnce  a client may be only once in a slice */
function inGroups(pieces: readonly Piece[], isOnce: boolean): Piece[][] {
  const groups: Piece[][] = [];
  let room = 0;
  for (const piece of pieces) {
    const last = groups.at(-1);
    const isCut = isOnce && piece.count === partsPerCut;
    if (last && !isCut && piece.count <= room) {
      last.push(piece);
      room -= piece.count;
    } else {
      groups.push([piece]);
      // A piece that has a sequel fills its slice, so that the sequel never joins it.
      room = partsPerCut - piece.count;
    }
  }
  return groups;
}

function encode(structs: readonly Piece[], deletes: readonly Piece[]): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const pieces of [structs, deletes]) {
    encoding.writeVarUint(encoder, pieces.length);
    for (const piece of pieces) piece.write(encoder);
  }
  return encoding.toUint8Array(encoder);
}
