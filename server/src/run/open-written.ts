import { randomUUID } from 'node:crypto';
import { AppError, fileFields, fileLimits, filesKey, type RunWritten } from '@learnflow/shared';
import * as Y from 'yjs';
import type { Documents } from '../collab/collab.port.ts';
import { addFile, applyEdits, sizeOf } from '../history/restore-files.ts';
import { diffTexts } from '../history/text-diff.ts';

/**
 * Makes a file that a program wrote a file of its room, as an ordinary change by whoever asked.
 * @returns the id of the file
 * @throws AppError `request.invalid` when the name is taken and must not be replaced, `too.many`, `too.large`
 */
export async function openWritten(
  documents: Pick<Documents, 'files' | 'change'>,
  roomId: string,
  { name, text, replace, by }: RunWritten & { replace: boolean; by: string },
): Promise<string> {
  const files = await documents.files(roomId);
  const before = files.find((file) => file.name.toLowerCase() === name.toLowerCase());
  if (before && !replace) {
    throw new AppError(
      'request.invalid',
      `There is a file ${name} already. Replace it, or rename it first.`,
    );
  }
  if (!before && files.length >= fileLimits.maxFiles) {
    throw new AppError(
      'too.many',
      `A room has at most ${fileLimits.maxFiles} files. Delete one first.`,
    );
  }
  const id = before?.id ?? randomUUID();
  let isFull = false;
  await documents.change(roomId, { memberId: by, kind: 'run' }, (doc, hasSpaceFor) => {
    const now = doc.getMap<Y.Map<unknown>>(filesKey).get(id)?.get(fileFields.text);
    const edits = now instanceof Y.Text ? diffTexts(String(now), text) : undefined;
    isFull = !hasSpaceFor(sizeOf(edits ? edits.map(({ insert }) => insert) : [text]));
    if (isFull) return;
    if (edits && now instanceof Y.Text) applyEdits(now, edits);
    else addFile(doc, { id, name, text });
  });
  if (isFull) {
    throw new AppError(
      'too.large',
      `The room is full, so ${name} was not opened. Delete something you no longer need, then try again.`,
    );
  }
  return id;
}
