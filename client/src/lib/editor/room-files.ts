import { fileFields, fileLimits, filesKey, isFileName } from '@learnflow/shared';
import * as Y from 'yjs';

export interface RoomFile {
  id: string;
  name: string;
}
export type FileNameProblem = 'file.name' | 'file.name.taken' | 'file.name.module' | 'file.tooMany';

/** @returns the map of files; what is in it is written by the server and by the functions below only. */
export function filesOf(doc: Y.Doc): Y.Map<Y.Map<unknown>> {
  return doc.getMap(filesKey);
}

/** @returns the files in tab order. */
export function listFiles(doc: Y.Doc): RoomFile[] {
  const rows = [...filesOf(doc)].map(([id, file]) => ({
    id,
    name: String(file.get(fileFields.name) ?? ''),
    order: Number(file.get(fileFields.order) ?? 0),
  }));
  // The id settles a draw, so that every browser shows the same order.
  rows.sort((a, b) => a.order - b.order || (a.id < b.id ? -1 : 1));
  return rows.map(({ id, name }) => ({ id, name }));
}

/** @returns the text of a file, or undefined when somebody has deleted it. */
export function textIn(doc: Y.Doc, fileId: string): Y.Text | undefined {
  const text = filesOf(doc).get(fileId)?.get(fileFields.text);
  return text instanceof Y.Text ? text : undefined;
}

/**
 * @param fileId  the file that is being renamed; undefined for a new one
 * @returns why the room cannot have a file of this name (a message key), or undefined
 */
export function fileNameProblem(
  files: readonly RoomFile[],
  name: string,
  fileId?: string,
): FileNameProblem | undefined {
  if (!isFileName(name)) return 'file.name';
  const key = name.toLowerCase();
  if (files.some((file) => file.id !== fileId && file.name.toLowerCase() === key)) {
    return 'file.name.taken';
  }
  if (files.some((file) => file.id !== fileId && areRivals(file.name, name))) {
    return 'file.name.module';
  }
  if (fileId === undefined && files.length >= fileLimits.maxFiles) return 'file.tooMany';
  return undefined;
}

/** Beside `shapes.py` Python never looks into the folder `shapes`, or the other way round: which one, few people know. */
function areRivals(one: string, other: string): boolean {
  const hides = (file: string, inFolder: string): boolean =>
    file.endsWith('.py') && inFolder.startsWith(`${file.slice(0, -3)}/`);
  return hides(one, other) || hides(other, one);
}

/** Adds an empty file at the end. @returns its id */
export function insertFile(doc: Y.Doc, name: string): string {
  const id = newFileId();
  const files = filesOf(doc);
  doc.transact(() => {
    let last = 0;
    for (const file of files.values()) last = Math.max(last, Number(file.get(fileFields.order)));
    const file = new Y.Map<unknown>();
    file.set(fileFields.name, name);
    file.set(fileFields.text, new Y.Text());
    file.set(fileFields.order, last + 1);
    files.set(id, file);
  });
  return id;
}

function newFileId(): string {
  const words = crypto.getRandomValues(new Uint32Array(2));
  return [...words].map((word) => word.toString(36)).join('');
}
