import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canEveryoneEnter, systemFolder } from './postgres-binaries.ts';

/** The user Postgres runs as when the server is started by root: nobody, on every Linux. */
const nobody = { uid: 65534, gid: 65534 };

/** Where one database cluster lives, whose it is, and the password of its only role. */
export interface PostgresHome {
  dataDir: string;
  /** Holds cluster/ and postgres.log. */
  dir: string;
  cluster: string;
  logFile: string;
  /** Set when another user than this process's runs Postgres. */
  owner: { uid: number; gid: number } | undefined;
  password: string;
}

/**
 * Prepares the folder of the database of `dataDir`: inside it, or, for root in a folder that the database's user
 * cannot enter, under /var/lib/learnflow. The name there is made of the path and the password, so that a data folder
 * that was deleted and made again does not meet the old database.
 * @throws when a folder or file cannot be written (EACCES, EROFS)
 */
export async function openHome(dataDir: string): Promise<PostgresHome> {
  await mkdir(dataDir, { recursive: true });
  const password = await onceWritten(join(dataDir, 'postgres.password'), () =>
    randomBytes(24).toString('base64url'),
  );
  const owner = process.getuid?.() === 0 ? nobody : undefined;
  let dir = join(dataDir, 'postgres');
  if (owner) {
    // Passing through is enough; the files in it stay unreadable.
    await chmod(dataDir, (await stat(dataDir)).mode | 0o011);
    if (!(await canEveryoneEnter(dataDir))) {
      const name = createHash('sha256')
        .update(`${await realpath(dataDir)}\n${password}`)
        .digest('hex')
        .slice(0, 16);
      await mkdir(systemFolder, { recursive: true, mode: 0o755 });
      dir = join(systemFolder, name);
    }
  }
  await mkdir(dir, { recursive: true, mode: 0o700 });
  if (owner) await chown(dir, owner.uid, owner.gid);
  return {
    dataDir,
    dir,
    cluster: join(dir, 'cluster'),
    logFile: join(dir, 'postgres.log'),
    owner,
    password,
  };
}

/**
 * A secret that is made once and read ever after; of two starts at the same time, one writes.
 * @returns the content of `file` (mode 0600)
 */
export async function onceWritten(file: string, make: () => string): Promise<string> {
  try {
    await writeFile(file, make(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
