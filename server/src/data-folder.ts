import { existsSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { StartError } from './start-error.ts';
import { unfinishedFile, unfinishedRepairFile } from './storage/archive/secret.ts';

const reasons: Record<string, string> = {
  EACCES: 'you may not write there',
  EPERM: 'you may not write there',
  EROFS: 'that disk is read-only',
  ENOSPC: 'that disk is full',
  ENOTDIR: 'part of the path is a file',
  EEXIST: 'it is a file',
  ENOENT: 'nothing can be made there',
};

/**
 * Makes the data folder when it is missing and tries it out.
 * @throws StartError saying why it cannot be written, or that a restore or repair of it did not come to its end
 */
export async function openDataFolder(dataDir: string): Promise<void> {
  const probe = join(dataDir, `.probe-${process.pid}`);
  try {
    await makeFolder(dataDir);
    await writeFile(probe, '');
    await rm(probe);
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The data folder ${dataDir} cannot be used: ${reasons[code] ?? message}. Choose another one with --data.`,
    );
  }
  if (existsSync(join(dataDir, unfinishedFile))) {
    throw new StartError(
      `A restore into ${dataDir} was cut short, so it is not complete. Remove the folder and restore again.`,
    );
  }
  if (existsSync(join(dataDir, unfinishedRepairFile))) {
    throw new StartError(
      `The repair of ${dataDir} did not come to its end, so rooms might lack something without anybody noticing. Bring back the last backup: npm run restore -- FILE --data NEW_FOLDER`,
    );
  }
}

/** Step by step: where the system refuses with ENOENT (/proc), Node's own recursive way tries for ever. */
async function makeFolder(dir: string): Promise<void> {
  if (existsSync(dir)) return;
  if (!existsSync(dirname(dir))) await makeFolder(dirname(dir));
  await mkdir(dir);
}
