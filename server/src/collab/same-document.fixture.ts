import { expect } from 'vitest';
import * as Y from 'yjs';

/**
 * Two documents are the same down to their structs, as Yjs compares its own users after random tests: what is shown, every
 * struct with its neighbours, what is deleted, and nothing waits for a predecessor. Only how collected garbage is cut into
 * pieces may differ: it depends on which transactions it came in.
 */
export function expectSameDocument(a: Y.Doc, b: Y.Doc): void {
  for (const doc of [a, b]) {
    expect(doc.store.pendingStructs).toBeNull();
    expect(doc.store.pendingDs).toBeNull();
  }
  expect(structsOf(a)).toEqual(structsOf(b));
  const deleted = (doc: Y.Doc) => Y.createDeleteSetFromStructStore(doc.store);
  expect(Y.equalDeleteSets(deleted(a), deleted(b))).toBe(true);
  expect(shown(a)).toEqual(shown(b));
}

interface Piece {
  kind: string;
  clock: number;
  length: number;
  deleted: boolean;
  neighbours?: object;
}

function structsOf(doc: Y.Doc): Record<number, Piece[]> {
  return Object.fromEntries(
    [...doc.store.clients].map(([client, structs]) => [client, structs.reduce(addPiece, [])]),
  );
}

function addPiece(pieces: Piece[], struct: Y.Item | Y.GC): Piece[] {
  const last = pieces.at(-1);
  const isItem = struct instanceof Y.Item;
  if (!isItem && last?.kind === 'GC') last.length += struct.length;
  else {
    pieces.push({
      kind: isItem ? struct.content.constructor.name : 'GC',
      clock: struct.id.clock,
      length: struct.length,
      deleted: struct.deleted,
      ...(isItem ? { neighbours: neighboursOf(struct) } : {}),
    });
  }
  return pieces;
}

function neighboursOf({ left, right, origin, rightOrigin, parentSub }: Y.Item): object {
  return { left: left?.lastId, right: right?.id, origin, rightOrigin, parentSub };
}

/** The types that the test writes to. */
function shown(doc: Y.Doc): unknown[] {
  return [doc.getMap('files').toJSON(), doc.getArray('list').toJSON(), doc.getMap('map').toJSON()];
}
