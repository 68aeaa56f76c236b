import { AppError, fileLimits, isFileName, type RunFile } from '@learnflow/shared';
import type { RoomFile } from '../collab/collab.port.ts';

/**
 * What of a room goes into the sandbox. Clients write names and texts straight into the document, so both are checked
 * here, at the door of the runner: odd names stay behind, of two equal names the chosen one wins.
 * @param fileId  the file to run
 * @throws AppError `not.found` when the file is gone, `request.invalid` when it is not Python, `too.large`
 */
export function pickRunFiles(
  files: readonly RoomFile[],
  fileId: string,
): { files: RunFile[]; entry: string } {
  const chosen = files.find((file) => file.id === fileId);
  if (!chosen) {
    throw new AppError('not.found', 'This file is no longer in the room. Choose another one.');
  }
  if (!isFileName(chosen.name) || !chosen.name.endsWith('.py')) {
    throw new AppError('request.invalid', 'Only Python files can run. Choose one ending in .py.');
  }
  const byName = new Map<string, RunFile>();
  for (const file of [chosen, ...files]) {
    if (byName.has(file.name) || !isFileName(file.name)) continue;
    if (byName.size === fileLimits.maxFiles) break;
    if (Buffer.byteLength(file.text) > fileLimits.maxTextBytes) {
      throw new AppError('too.large', `${file.name} is too large to run. Make it shorter.`);
    }
    byName.set(file.name, { name: file.name, text: file.text });
  }
  return { files: [...byName.values()], entry: chosen.name };
}
