import { fileFields, filesKey } from '@learnflow/shared';
import * as Y from 'yjs';
import { aRoom } from '../../test/world.ts';
import { createRandom } from '../collab/random-edits.fixture.ts';
import { insertUpdates, listUpdates, seedRoom } from '../collab/persistence.ts';
import type { Db } from '../storage/database.ts';

/** A room whose log holds so many updates: single letters, now here, now there, now and then one removed. */
export async function aTypedRoom(
  db: Db,
  edits: number,
  seed = 1,
): Promise<{ roomId: string; text: string }> {
  const { below } = createRandom(seed);
  const { id: roomId } = await aRoom(db);
  await seedRoom(db, roomId);
  const doc = new Y.Doc();
  for (const { bytes } of (await listUpdates(db, roomId, 0)).updates) Y.applyUpdate(doc, bytes);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  const [file] = doc.getMap<Y.Map<unknown>>(filesKey).values();
  const text = file?.get(fileFields.text) as Y.Text;
  let caret = 0;
  for (let n = 0; n < edits; n++) {
    if (below(4) === 0) caret = below(text.length + 1);
    if (below(5) === 0 && caret > 0) text.delete(--caret, 1);
    else text.insert(caret++, 'abc def\n'[below(8)] ?? '');
  }
  const lot = 5_000;
  for (let from = 0; from < updates.length; from += lot) {
    const rows = updates.slice(from, from + lot).map((bytes, n) => ({
      ...{ roomId, at: 1_000 + (from + n) * 100, memberId: null, bytes },
      kind: 'typed' as const,
    }));
    await insertUpdates(db, rows, new AbortController().signal);
  }
  return { roomId, text: text.toString() };
}
