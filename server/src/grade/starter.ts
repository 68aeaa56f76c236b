import { createHash } from 'node:crypto';
import { type Exercise, fileFields, fileLimits, filesKey } from '@learnflow/shared';
import * as Y from 'yjs';
import { readFiles } from '../collab/edits.ts';

/** Beside the files, in the same document and the same change: which exercises have put theirs there. */
const openedKey = 'exercises';

/** @returns the id that a file of an exercise has in every room: the same whenever it is put there */
export function starterFileId(exerciseId: string, name: string): string {
  return `x${createHash('sha256').update(`${exerciseId}/${name}`).digest('hex').slice(0, 20)}`;
}

/** @returns whether this file came with an exercise */
export function isStarterFileId(fileId: string): boolean {
  return /^x[0-9a-f]{20}$/.test(fileId);
}

/**
 * Puts the first files of an exercise into a room, once: the mark that they were is part of the same change, so neither a
 * crash nor a second click doubles them, and a file that a student deleted does not come back. Nothing that is there is
 * touched. Does not throw, because it runs inside a change of the live document.
 * @returns false when the room has no place for them; nothing is changed then
 */
export function putStarter(doc: Y.Doc, exercise: Pick<Exercise, 'id' | 'starter'>): boolean {
  const opened = doc.getMap<unknown>(openedKey);
  if (opened.has(exercise.id)) return true;
  const files = doc.getMap<unknown>(filesKey);
  const missing = exercise.starter.filter(
    ({ name }) => !files.has(starterFileId(exercise.id, name)),
  );
  if (files.size + missing.length > fileLimits.maxFiles) return false;
  const names = new Set(readFiles(doc).map(({ name }) => name.toLowerCase()));
  let order = lastOrder(files);
  for (const { name, text } of missing) {
    const free = freeName(name, names);
    names.add(free.toLowerCase());
    const file = new Y.Map<unknown>();
    file.set(fileFields.name, free);
    file.set(fileFields.text, new Y.Text(text));
    file.set(fileFields.order, ++order);
    files.set(starterFileId(exercise.id, name), file);
  }
  opened.set(exercise.id, true);
  return true;
}

function lastOrder(files: Y.Map<unknown>): number {
  let last = 0;
  for (const file of files.values()) {
    const order: unknown = file instanceof Y.Map ? file.get(fileFields.order) : undefined;
    if (typeof order === 'number') last = Math.max(last, order);
  }
  return last;
}

/** `rain.py`, or `rain_2.py` when there is one already. */
function freeName(name: string, taken: ReadonlySet<string>): string {
  const dot = name.lastIndexOf('.');
  let free = name;
  for (let n = 2; taken.has(free.toLowerCase()); n++) {
    free = `${name.slice(0, dot)}_${n}${name.slice(dot)}`;
  }
  return free;
}
