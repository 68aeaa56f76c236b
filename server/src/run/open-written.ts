import { randomUUID } from 'node:crypto';
import { AppError, fileFields, fileLimits, filesKey, type RunWritten } from '@learnflow/shared';
import * as Y from 'yjs';
import type { Documents } from '../collab/collab.port.ts';
import { readFiles } from '../collab/edits.ts';
import { addFile } from '../history/restore-files.ts';
import { diffTexts } from '../history/text-diff.ts';

/**
 * Makes a file that a program wrote a file of its room, as an ordinary change by whoever asked. What is allowed is looked
 * up within the change: between a look and a change somebody else may make a file with that name.
 * @returns the id of the file
 * @throws AppError `request.invalid` when the name is taken and must not be replaced, `too.many`, `too.large`
 */
export async function openWritten(
  documents: Pick<Documents, 'change'>,
  roomId: string,
  { name, text, replace, by }: RunWritten & { replace: boolean; by: string },
): Promise<string> {
  let id: string = randomUUID();
  let refusal: AppError | undefined;
  await documents.change(roomId, { memberId: by, kind: 'run' }, (doc, hasSpaceFor) => {
    const files = readFiles(doc);
    const before = files.find((file) => file.name.toLowerCase() === name.toLowerCase());
    if (before && !replace) refusal = nameTaken(name);
    else if (!before && files.length >= fileLimits.maxFiles) refusal = tooMany();
    else if (!hasSpaceFor(Buffer.byteLength(text))) refusal = tooLarge(name);
    if (refusal) return;
    id = before?.id ?? id;
    const now = doc.getMap<Y.Map<unknown>>(filesKey).get(id)?.get(fileFields.text);
    if (!(now instanceof Y.Text)) return addFile(doc, { id, name, text });
    for (const { at, remove, insert } of diffTexts(String(now), text).reverse()) {
      if (remove > 0) now.delete(at, remove);
      if (insert !== '') now.insert(at, insert);
    }
  });
  if (refusal) throw refusal;
  return id;
}

const nameTaken = (name: string): AppError =>
  new AppError(
    'request.invalid',
    `There is a file ${name} already. Replace it, or rename it first.`,
  );

const tooMany = (): AppError =>
  new AppError('too.many', `A room has at most ${fileLimits.maxFiles} files. Delete one first.`);

const tooLarge = (name: string): AppError =>
  new AppError(
    'too.large',
    `This room has no space left for ${name}. Delete a file, then open it again.`,
  );
