import { fileFields, fileLimits, filesKey, type HistoryFile } from '@learnflow/shared';
import * as Y from 'yjs';
import { readFiles } from '../collab/edits.ts';
import { diffTexts, type TextEdit } from './text-diff.ts';

export type RestoreOutcome =
  { kind: 'done' } | { kind: 'full' } | { kind: 'no place'; names: string[] };

/** What Yjs keeps beside the characters of one insert. */
const bytesPerInsert = 32;

/**
 * Gives files the text they had, with the smallest edits, as an ordinary change: people go on typing in what stays, and
 * what is replaced remains in the history. Files that came later are left alone; files that are gone come back.
 * Does not throw, because it runs inside a change of the live document.
 * @param hasSpaceFor  whether the document may grow by so many bytes
 * @returns whether it was done; if not, nothing is changed
 */
export function restoreFiles(
  doc: Y.Doc,
  then: readonly HistoryFile[],
  hasSpaceFor: (bytes: number) => boolean,
): RestoreOutcome {
  const now = readFiles(doc);
  const gone = then.filter(({ id }) => !now.some((file) => file.id === id));
  const places = Math.max(0, fileLimits.maxFiles - now.length);
  if (gone.length > places) {
    return { kind: 'no place', names: gone.slice(places).map(({ name }) => name) };
  }
  const edits = then.map((file) => {
    const before = now.find(({ id }) => id === file.id);
    return before ? diffTexts(before.text, file.text) : [{ at: 0, remove: 0, insert: file.text }];
  });
  const inserts = edits.flat().map(({ insert }) => insert);
  if (inserts.some((insert) => insert !== '') && !hasSpaceFor(sizeOf(inserts))) {
    return { kind: 'full' };
  }
  const names = new Map(now.map(({ id, name }) => [id, name]));
  for (const [at, file] of then.entries()) {
    const name = freeName(file, names);
    names.set(file.id, name);
    const entry = doc.getMap<Y.Map<unknown>>(filesKey).get(file.id);
    const text = entry?.get(fileFields.text);
    if (!gone.includes(file) && entry && text instanceof Y.Text) {
      if (entry.get(fileFields.name) !== name) entry.set(fileFields.name, name);
      applyEdits(text, edits[at] ?? []);
    } else addFile(doc, { ...file, name });
  }
  return { kind: 'done' };
}

/** @param edits  from the start of the text to its end, as `diffTexts` gives them */
export function applyEdits(text: Y.Text, edits: readonly TextEdit[]): void {
  for (const { at, remove, insert } of [...edits].reverse()) {
    if (remove > 0) text.delete(at, remove);
    if (insert !== '') text.insert(at, insert);
  }
}

/** @returns how much the document grows by pieces of text, in bytes */
export function sizeOf(inserts: readonly string[]): number {
  return inserts.reduce((sum, insert) => sum + Buffer.byteLength(insert) + bytesPerInsert, 0);
}

/** Adds a file as the last tab. */
export function addFile(doc: Y.Doc, { id, name, text }: HistoryFile): void {
  const files = doc.getMap<unknown>(filesKey);
  let last = 0;
  for (const other of files.values()) {
    const order: unknown = other instanceof Y.Map ? other.get(fileFields.order) : undefined;
    if (typeof order === 'number') last = Math.max(last, order);
  }
  const file = new Y.Map<unknown>();
  file.set(fileFields.name, name);
  file.set(fileFields.text, new Y.Text(text));
  file.set(fileFields.order, last + 1);
  files.set(id, file);
}

/** The name a file had, unless another file has it now: `notes.txt` → `notes_2.txt`. */
function freeName({ id, name }: HistoryFile, names: ReadonlyMap<string, string>): string {
  const taken = new Set(
    [...names].filter(([other]) => other !== id).map(([, each]) => each.toLowerCase()),
  );
  const dot = name.lastIndexOf('.');
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) {
    free = `${name.slice(0, dot)}_${n}${name.slice(dot)}`;
  }
  return free;
}
