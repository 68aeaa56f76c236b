import { fileFields, filesKey } from '@learnflow/shared';
import * as Y from 'yjs';

/** Id of the file every room begins with; files that people add get random ids. */
export const firstFileId = 'main';

/**
 * The first update of a room: an empty `main.py`.
 * Call it only inside the transaction that holds the room's row: a document that is filled twice shows its text twice.
 */
export function createSeed(): Uint8Array {
  const doc = new Y.Doc();
  const file = new Y.Map<unknown>();
  file.set(fileFields.name, 'main.py');
  file.set(fileFields.text, new Y.Text());
  file.set(fileFields.order, 0);
  doc.getMap(filesKey).set(firstFileId, file);
  const update = Y.encodeStateAsUpdate(doc);
  doc.destroy();
  return update;
}
