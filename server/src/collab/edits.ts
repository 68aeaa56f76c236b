import { fileFields, filesKey } from '@learnflow/shared';
import * as Y from 'yjs';
import type { RoomFile } from './collab.port.ts';

/** Reading a room's files out of its document. Clients write the document, so every field is checked. */

/** @returns the files in tab order; entries that are not files are left out */
export function readFiles(doc: Y.Doc): RoomFile[] {
  const files: (RoomFile & { order: number })[] = [];
  for (const [id, file] of filesOf(doc)) {
    if (!(file instanceof Y.Map)) continue;
    const name: unknown = file.get(fileFields.name);
    const text: unknown = file.get(fileFields.text);
    const order: unknown = file.get(fileFields.order);
    if (typeof name !== 'string' || !(text instanceof Y.Text)) continue;
    files.push({ id, name, text: text.toString(), order: typeof order === 'number' ? order : 0 });
  }
  files.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  return files.map(({ id, name, text }) => ({ id, name, text }));
}

/** One change of a file, as the wall shows it. */
export interface Edit {
  fileId: string;
  /** 1-based. */
  line: number;
}

/** Where a transaction changed something; the line is counted when somebody asks, because that reads the text. */
export interface Change {
  fileId: string;
  text: Y.Text | undefined;
  /** The last character that was inserted or deleted. */
  at: Y.ID | undefined;
}

/**
 * Calls back once per transaction that changed the text of a file or added a file. It is called for every key press of a
 * class, so it looks at nothing but what changed.
 * @param onChange  gets the last change and the transaction's origin
 */
export function observeChanges(
  doc: Y.Doc,
  onChange: (change: Change, origin: unknown) => void,
): void {
  const files = filesOf(doc);
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    let change: Change | undefined;
    for (const [type, keys] of transaction.changed) {
      if (type instanceof Y.Text) change = findTextChange(files, type, transaction) ?? change;
      else if ((type as unknown) === files)
        change = findNewFile(files, keys, transaction) ?? change;
    }
    if (change) onChange(change, transaction.origin);
  });
}

/** @returns the place of a change, as it is now */
export function locate({ fileId, text, at }: Change): Edit {
  return { fileId, line: text && at ? lineOf(text, at) : 1 };
}

function findTextChange(
  files: Y.Map<unknown>,
  text: Y.Text,
  transaction: Y.Transaction,
): Change | undefined {
  const field = text._item;
  const file = field?.parent;
  if (field?.parentSub !== fileFields.text || !(file instanceof Y.AbstractType)) return undefined;
  const fileId = file._item?.parentSub;
  if (!fileId || file._item?.parent !== files) return undefined;
  return { fileId, text, at: lastInserted(text, transaction) ?? lastDeleted(text, transaction) };
}

function lastInserted(
  text: Y.Text,
  { afterState, beforeState, doc }: Y.Transaction,
): Y.ID | undefined {
  for (const [client, clock] of afterState) {
    const first = beforeState.get(client) ?? 0;
    if (clock === first) continue;
    const structs = doc.store.clients.get(client) ?? [];
    for (let n = structs.length - 1; n >= 0; n--) {
      const struct = structs[n];
      if (!struct || struct.id.clock + struct.length <= first) break;
      if (struct instanceof Y.Item && struct.parent === text && !struct.deleted)
        return struct.lastId;
    }
  }
  return undefined;
}

function lastDeleted(text: Y.Text, { deleteSet, doc }: Y.Transaction): Y.ID | undefined {
  for (const [client, ranges] of deleteSet.clients) {
    const structs = doc.store.clients.get(client);
    const range = ranges.at(-1);
    if (!structs || !range) continue;
    const struct = structs[Y.findIndexSS(structs, range.clock)];
    if (struct instanceof Y.Item && struct.parent === text) return struct.id;
  }
  return undefined;
}

function findNewFile(
  files: Y.Map<unknown>,
  keys: ReadonlySet<string | null>,
  { beforeState, deleteSet }: Y.Transaction,
): Change | undefined {
  const isNew = ({ id }: Y.Item): boolean => id.clock >= (beforeState.get(id.client) ?? 0);
  for (const key of keys) {
    const item = key === null ? undefined : files._map.get(key);
    if (!item || item.deleted || !isNew(item)) continue;
    let before = item.left;
    while (before && isNew(before)) before = before.left;
    // A value that takes the place of another is a change of a file, not a new one.
    if (key === null || (before && Y.isDeleted(deleteSet, before.id))) continue;
    return { fileId: key, text: undefined, at: undefined };
  }
  return undefined;
}

/** @returns the file and line a caret is in, or undefined when it points nowhere (any more) */
export function findCaret(doc: Y.Doc, state: Record<string, unknown>): Edit | undefined {
  const { selection, file } = state;
  if (typeof selection !== 'object' || selection === null || !('head' in selection))
    return undefined;
  try {
    const position = Y.createAbsolutePositionFromRelativePosition(
      Y.createRelativePositionFromJSON(selection.head),
      doc,
    );
    if (!position || !(position.type instanceof Y.Text)) return undefined;
    const fileId = findFile(doc, position.type, file);
    return fileId === undefined
      ? undefined
      : { fileId, line: lineAt(position.type, position.index) };
  } catch {
    // Any bytes may call themselves a position.
    return undefined;
  }
}

function findFile(doc: Y.Doc, text: Y.Text, hint: unknown): string | undefined {
  const files = filesOf(doc);
  const holds = (file: unknown): boolean =>
    file instanceof Y.Map && file.get(fileFields.text) === text;
  if (typeof hint === 'string' && holds(files.get(hint))) return hint;
  for (const [id, file] of files) if (holds(file)) return id;
  return undefined;
}

function lineAt(text: Y.Text, index: number): number {
  const content = text.toString();
  let line = 1;
  for (
    let at = content.indexOf('\n');
    at !== -1 && at < index;
    at = content.indexOf('\n', at + 1)
  ) {
    line++;
  }
  return line;
}

/** @returns the 1-based line of a character, also of one that is deleted by now */
function lineOf(text: Y.Text, { client, clock }: Y.ID): number {
  let line = 1;
  for (let item = text._start; item; item = item.right) {
    const isThere =
      item.id.client === client && clock < item.id.clock + item.length && clock >= item.id.clock;
    if (!item.deleted && item.content instanceof Y.ContentString) {
      line += countLines(item.content.str, isThere ? clock - item.id.clock + 1 : item.length);
    }
    if (isThere) break;
  }
  return line;
}

function countLines(text: string, end: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < end; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
}

function filesOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(filesKey);
}
