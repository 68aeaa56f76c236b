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

/**
 * Calls back once per transaction that changed the text of a file or added a file.
 * @param onEdit  gets the last change and the transaction's origin
 */
export function observeEdits(doc: Y.Doc, onEdit: (edit: Edit, origin: unknown) => void): void {
  doc.getMap(filesKey).observeDeep((events, transaction) => {
    const edit = events.map(findEdit).findLast((found) => found !== undefined);
    if (edit) onEdit(edit, transaction.origin);
  });
}

function findEdit(event: Y.YEvent<Y.AbstractType<unknown>>): Edit | undefined {
  const { target, path } = event;
  if (target instanceof Y.Text) {
    const [fileId, field] = path;
    if (typeof fileId !== 'string' || field !== fileFields.text) return undefined;
    return { fileId, line: lineAt(target, endOfChange(event)) };
  }
  if (path.length > 0) return undefined;
  for (const [fileId, { action }] of event.changes.keys) {
    if (action === 'add') return { fileId, line: 1 };
  }
  return undefined;
}

/** @returns where the last insertion or deletion ended, as an index into the new text */
function endOfChange(event: Y.YEvent<Y.AbstractType<unknown>>): number {
  let index = 0;
  let end = 0;
  for (const { retain, insert } of event.delta) {
    if (retain !== undefined) {
      index += retain;
      continue;
    }
    if (insert !== undefined) index += typeof insert === 'string' ? insert.length : 1;
    end = index;
  }
  return end;
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

function filesOf(doc: Y.Doc): Y.Map<unknown> {
  return doc.getMap(filesKey);
}
