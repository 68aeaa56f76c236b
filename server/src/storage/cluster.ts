import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, openSync } from 'node:fs';
import { chown, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { StartError } from '../start-error.ts';
import { clusterRole } from './cluster-lock.ts';
import type { PostgresBinaries } from './postgres-binaries.ts';
import type { PostgresHome } from './postgres-home.ts';
import { listBackends } from './postmaster.ts';

/** What is done to a cluster with Postgres' own programs: making it, running it, stopping it, ending it by force. */

const maxLogBytes = 5 * 1024 * 1024;
/** Told to quit, Postgres ends its processes by force after five seconds by itself. */
const quitWithinMs = 7_000;

const baseSettings: Record<string, string> = {
  listen_addresses: '127.0.0.1',
  // A stale socket file of another server in /tmp would stop this one from starting.
  unix_socket_directories: '',
  shared_buffers: '64MB',
  max_connections: '60',
  wal_compression: 'on',
  timezone: 'UTC',
  log_timezone: 'UTC',
};

/** Makes a cluster aside and renames it into place, so that a start cut short leaves nothing half-made. */
export async function createCluster(binaries: PostgresBinaries, home: PostgresHome): Promise<void> {
  const mark = randomBytes(4).toString('hex');
  const fresh = join(home.dir, `new-${mark}`);
  const passwordFile = join(home.dir, `password-${mark}`);
  await writeFile(passwordFile, home.password, { mode: 0o600 });
  try {
    if (home.owner) await chown(passwordFile, home.owner.uid, home.owner.gid);
    await runProgram(
      binaries.initdb,
      [
        ...['-D', fresh, '-U', clusterRole, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
        ...['--encoding', 'UTF8', '--locale', 'C', '--data-checksums'],
      ],
      home,
    );
    await rename(fresh, home.cluster).catch((error: unknown) => {
      if (!existsSync(home.cluster)) throw error;
    });
  } finally {
    await rm(passwordFile, { force: true });
    await rm(fresh, { recursive: true, force: true });
  }
}

/** Starts Postgres in a process group of its own; it is not ready yet. */
export function spawnPostgres(
  binaries: PostgresBinaries,
  home: PostgresHome,
  options: { port: number; logBytes: number; settings: Record<string, string> | undefined },
): ChildProcess {
  const settings = { ...baseSettings, ...options.settings };
  const log = openSync(home.logFile, options.logBytes > maxLogBytes ? 'w' : 'a', 0o600);
  const child = spawn(
    binaries.postgres,
    [
      ...['-D', home.cluster, '-p', String(options.port)],
      ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ],
    { ...surroundings(home.owner), detached: true, stdio: ['ignore', log, log] },
  );
  closeSync(log);
  return child;
}

/** @throws StartError when it does not stop in time */
export async function stopCluster(binaries: PostgresBinaries, home: PostgresHome): Promise<void> {
  await runProgram(binaries.pgCtl, ['stop', '-D', home.cluster, '-m', 'fast', '-t', '30'], home);
}

/** Ends a Postgres that no longer does what it is told, with all its processes; the next one recovers. */
export async function endPostgres(child: ChildProcess, home: PostgresHome): Promise<void> {
  if (!hasEnded(child)) {
    child.kill('SIGQUIT');
    await exitOf(child, quitWithinMs);
  }
  if (!hasEnded(child)) {
    child.kill('SIGKILL');
    await exitOf(child, quitWithinMs);
  }
  for (const pid of await listBackends(home.cluster)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Gone by itself.
    }
  }
}

export function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

async function exitOf(child: ChildProcess, withinMs: number): Promise<void> {
  const waiting = new AbortController();
  await Promise.race([
    new Promise<void>((resolve) => child.once('exit', () => resolve())),
    delay(withinMs, undefined, { signal: waiting.signal }).catch(() => undefined),
  ]);
  waiting.abort();
}

async function runProgram(program: string, args: string[], home: PostgresHome): Promise<void> {
  const child = spawn(program, args, {
    ...surroundings(home.owner),
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) {
    throw new StartError(`The database could not be prepared: ${said.trim() || `exit ${code}`}`);
  }
}

function surroundings(owner: PostgresHome['owner']) {
  if (process.platform === 'win32') return {};
  // A small environment of its own: PGDATA, PGPORT or LC_ALL of the terminal would change what the database does.
  return { ...owner, cwd: '/', env: { PATH: '/usr/bin:/bin', LC_ALL: 'C' } };
}
