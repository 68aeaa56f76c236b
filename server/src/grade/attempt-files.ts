import { createHash } from 'node:crypto';
import {
  AppError,
  type AttemptKind,
  isFileName,
  type RunFile,
  workLimits,
} from '@learnflow/shared';
import type { RoomFile } from '../collab/collab.port.ts';
import { isStarterFileId, starterFileId } from './starter.ts';

/**
 * What of a room is judged: the files of the exercise under the names its tests know, however they are called in the room,
 * and the student's own other files. Files of other exercises stay out.
 * @throws AppError `not.found` when the program of the exercise is gone, `too.large`
 */
export function pickAttemptFiles(
  files: readonly RoomFile[],
  exercise: { id: string; entry: string; starter: readonly { name: string }[] },
): RunFile[] {
  const picked = new Map<string, string>();
  for (const { name } of exercise.starter) {
    const own = files.find((file) => file.id === starterFileId(exercise.id, name));
    if (own) picked.set(name, own.text);
  }
  for (const file of files) {
    if (isStarterFileId(file.id) || picked.has(file.name) || !isFileName(file.name)) continue;
    picked.set(file.name, file.text);
  }
  if (!picked.has(exercise.entry)) {
    throw new AppError(
      'not.found',
      `${exercise.entry} is not in this room. Add a file of that name, then check again.`,
    );
  }
  const bytes = [...picked.values()].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes > workLimits.maxAttemptBytes) {
    throw new AppError('too.large', 'These files are too large to check. Make them shorter.');
  }
  return (
    [...picked]
      // Postgres stores neither NUL nor half an emoji, and Python takes neither in a program.
      .map(([name, text]) => ({ name, text: text.toWellFormed().replaceAll('\0', '\ufffd') }))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
  );
}

/** @returns a name for what is judged: the same program, tests and kind give the same */
export function contentOf(version: string, kind: AttemptKind, files: readonly RunFile[]): string {
  const parts = [version, kind, ...files.flatMap(({ name, text }) => [name, text])];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}
