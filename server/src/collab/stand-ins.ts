import { fileFields, filesKey } from '@learnflow/shared';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { dropPending, hasPending } from './update-check.ts';

/** A gap longer than this is left out rather than marked. */
const maxMarks = 10_000;
/** Gaps filled before what still waits is given up. */
const maxRounds = 10_000;

/**
 * Puts � where updates are missing that others build on, so that the others can be read: Yjs would hold back everything
 * that its author wrote after the gap. A mark takes the ids of what is missing and stands behind what the same author had
 * written just before, which for typing is the right place.
 * @returns what was put in, as updates; empty when nothing waited
 */
export function fillGaps(doc: Y.Doc): Uint8Array[] {
  const filled: Uint8Array[] = [];
  for (let round = 0; round < maxRounds && doc.store.pendingStructs; round++) {
    const before = filled.length;
    for (const [client, clock] of doc.store.pendingStructs.missing) {
      const from = Y.getState(doc.store, client);
      if (from > clock) continue;
      const update = encodeMark(doc, client, from, clock + 1 - from);
      Y.applyUpdate(doc, update);
      filled.push(update);
      break;
    }
    if (filled.length === before) break;
  }
  if (hasPending(doc)) dropPending(doc);
  return filled;
}

function encodeMark(doc: Y.Doc, client: number, clock: number, length: number): Uint8Array {
  const encoder = encoding.createEncoder();
  for (const value of [1, 1, client, clock]) encoding.writeVarUint(encoder, value);
  const place = length <= maxMarks ? findPlace(doc, client, clock) : undefined;
  if (place) {
    encoding.writeUint8(encoder, place.kind === 'behind' ? 0x84 : 0x04);
    if (place.kind === 'inside') encoding.writeVarUint(encoder, 0);
    encoding.writeVarUint(encoder, place.id.client);
    encoding.writeVarUint(encoder, place.id.clock);
    encoding.writeVarString(encoder, '\ufffd'.repeat(length));
  } else {
    encoding.writeUint8(encoder, 0);
    encoding.writeVarUint(encoder, length);
  }
  encoding.writeVarUint(encoder, 0);
  return encoding.toUint8Array(encoder);
}

interface Place {
  kind: 'behind' | 'inside';
  id: { client: number; clock: number };
}

/** Behind the author's last character; else at the end of the first file's text. */
function findPlace(doc: Y.Doc, client: number, clock: number): Place | undefined {
  const last = doc.store.clients.get(client)?.at(-1);
  if (last instanceof Y.Item && last.parent instanceof Y.Text && last.parentSub === null) {
    return { kind: 'behind', id: { client, clock: clock - 1 } };
  }
  for (const file of doc.getMap(filesKey).values()) {
    const text: unknown = file instanceof Y.Map ? file.get(fileFields.text) : undefined;
    if (!(text instanceof Y.Text) || !text._item) continue;
    let end = text._start;
    while (end?.right) end = end.right;
    return end ? { kind: 'behind', id: end.lastId } : { kind: 'inside', id: text._item.id };
  }
  return undefined;
}
