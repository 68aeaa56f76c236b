import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupNote } from '@learnflow/shared';
import { z } from 'zod';

/** In the data folder: when `learnflow backup` last came to its end, for the server page. */
const lastBackupFile = 'last-backup.json';

const note = z.object({
  at: z.number().int().positive(),
  sizeBytes: z.number().int().nonnegative(),
  damaged: z.number().int().nonnegative(),
});

export async function noteBackup(dataDir: string, backup: BackupNote): Promise<void> {
  const path = join(dataDir, lastBackupFile);
  await writeFile(`${path}.new`, JSON.stringify(backup));
  await rename(`${path}.new`, path);
}

/** @returns undefined when none was made from this data folder, or nobody can tell */
export async function readLastBackup(dataDir: string): Promise<BackupNote | undefined> {
  try {
    return note.parse(JSON.parse(await readFile(join(dataDir, lastBackupFile), 'utf8')));
  } catch {
    return undefined;
  }
}
