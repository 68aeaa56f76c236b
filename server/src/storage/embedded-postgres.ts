import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, openSync, closeSync } from 'node:fs';
import { chown, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { StartError } from '../start-error.ts';
import { findBinaries, type PostgresBinaries, reachableBinaries } from './postgres-binaries.ts';
import { openHome, type PostgresHome } from './postgres-home.ts';
import { findPostgres, hasBackends, postmasterFile, readPostmaster } from './postmaster.ts';

/**
 * Postgres as a child of this server.
 *
 * 1. The programs come from the npm package (or the operating system); as root they run as another user.
 * 2. A new cluster is made aside and renamed into place, so that a start cut short leaves nothing half-made.
 * 3. Postgres runs in a process group of its own: Ctrl-C in the terminal must not stop it before the last keystrokes
 *    are written. After a kill -9 of this server it therefore lives on; the next start stops it and begins afresh.
 * 4. A server holds an advisory lock as long as it lives; that is how a second start on the same data finds out that
 *    the running Postgres is in use and not left over. Never stop a Postgres without having that lock.
 */
export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Added to the server's settings, for example `{ fsync: 'off' }` in tests. */
  settings?: Record<string, string>;
  /** Called when Postgres died by itself; it is started again on the same port. */
  onCrash?: (exitCode: number | null) => void;
}

const role = 'learnflow';
const database = 'learnflow';
const lockKey = 7_126_501;
const startTimeoutMs = 60_000;
const restartPauseMs = 500;
const maxLogBytes = 5 * 1024 * 1024;

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

export class EmbeddedPostgres {
  /** postgres:// address of the product's database. */
  readonly url: string;
  readonly #binaries: PostgresBinaries;
  readonly #home: PostgresHome;
  readonly #port: number;
  readonly #options: EmbeddedPostgresOptions;
  #child: ChildProcess | undefined;
  #lock: pg.Client | undefined;
  #stopping = false;

  private constructor(
    binaries: PostgresBinaries,
    home: PostgresHome,
    port: number,
    options: EmbeddedPostgresOptions,
  ) {
    this.#binaries = binaries;
    this.#home = home;
    this.#port = port;
    this.#options = options;
    this.url = address(home, port, database);
  }

  /**
   * Starts (making the cluster first when there is none) and waits until connections are accepted.
   * @throws StartError when another server uses the data folder, or Postgres does not start
   */
  static async start(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
    const home = await openHome(options.dataDir);
    const found = await findBinaries();
    const binaries = home.owner ? await reachableBinaries(found) : found;
    if (!existsSync(home.cluster)) await createCluster(binaries, home);
    await clearLeftOver(binaries, home);
    const postgres = new EmbeddedPostgres(binaries, home, await freePort(), options);
    await postgres.#launch();
    return postgres;
  }

  /**
   * The Postgres that a server has running on this data folder, for work beside it.
   * @returns its address; undefined when none answers
   */
  static async findRunning(dataDir: string): Promise<string | undefined> {
    const home = await openHome(dataDir);
    const running = await readPostmaster(home.cluster);
    if (!running?.ready || (await findPostgres(running.pid)) !== 'running') return undefined;
    const client = await connect(home, running.port).catch(() => undefined);
    await client?.end();
    return client && address(home, running.port, database);
  }

  /** Stops Postgres after its open transactions were rolled back and everything was written. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const gone = this.#child;
    await this.#lock?.end().catch(() => undefined);
    if (gone?.exitCode === null && gone.signalCode === null) {
      await stopCluster(this.#binaries, this.#home);
    }
  }

  /** For somebody who will not wait: Postgres ends at once and recovers at the next start. */
  abandon(): void {
    this.#stopping = true;
    this.#child?.kill('SIGQUIT');
  }

  async #launch(): Promise<void> {
    const { cluster, logFile, owner } = this.#home;
    const settings = { ...baseSettings, ...this.#options.settings };
    const logSize = (await stat(logFile).catch(() => undefined))?.size ?? 0;
    const log = openSync(logFile, logSize > maxLogBytes ? 'w' : 'a', 0o600);
    const child = spawn(
      this.#binaries.postgres,
      [
        ...['-D', cluster, '-p', String(this.#port)],
        ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
      ],
      { ...surroundings(owner), detached: true, stdio: ['ignore', log, log] },
    );
    closeSync(log);
    this.#child = child;
    await becomesReady(child, cluster, logFile);
    this.#lock = await this.#takeLock();
    child.once('exit', (code) => void this.#restart(code));
    if (child.exitCode !== null || child.signalCode !== null) void this.#restart(child.exitCode);
  }

  async #takeLock(): Promise<pg.Client> {
    const client = await connect(this.#home, this.#port);
    if (!(await tryLock(client))) {
      await client.end();
      throw inUse(this.#home.dataDir);
    }
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      database,
    ]);
    if (!rowCount) await client.query(`create database ${database}`);
    return client;
  }

  async #restart(exitCode: number | null): Promise<void> {
    while (!this.#stopping) {
      this.#options.onCrash?.(exitCode);
      await delay(restartPauseMs);
      if (this.#stopping) return;
      try {
        await clearLeftOver(this.#binaries, this.#home);
        return await this.#launch();
      } catch {
        // Tried again: the address in use is fixed, so nothing but waiting helps here.
      }
    }
  }
}

async function createCluster(binaries: PostgresBinaries, home: PostgresHome): Promise<void> {
  const mark = randomBytes(4).toString('hex');
  const fresh = join(home.dir, `new-${mark}`);
  const passwordFile = join(home.dir, `password-${mark}`);
  await writeFile(passwordFile, home.password, { mode: 0o600 });
  try {
    if (home.owner) await chown(passwordFile, home.owner.uid, home.owner.gid);
    await runProgram(
      binaries.initdb,
      [
        ...['-D', fresh, '-U', role, '--pwfile', passwordFile, '--auth', 'scram-sha-256'],
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

/** Stops a Postgres that a killed server left running, and removes the mark that a killed Postgres left behind. */
async function clearLeftOver(binaries: PostgresBinaries, home: PostgresHome): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  for (;;) {
    const running = await readPostmaster(home.cluster);
    if (!running) return;
    const found = await findPostgres(running.pid);
    if (found !== 'running' && !(await hasBackends(home.cluster))) {
      // Postgres itself replaces the mark of a process that is gone; only a number in use again confuses it.
      if (found === 'stale') await rm(postmasterFile(home.cluster), { force: true });
      return;
    }
    if (found === 'running' && running.ready && (await stopOrphan(binaries, home, running.port))) {
      continue;
    }
    if (Date.now() > deadline) {
      throw new StartError(
        `A Postgres (process ${running.pid}) holds the data folder ${home.dataDir} and does not answer. Stop that process, then start again.`,
      );
    }
    await delay(50);
  }
}

/** @returns false when it does not answer yet. @throws StartError when a server works with it */
async function stopOrphan(
  binaries: PostgresBinaries,
  home: PostgresHome,
  port: number,
): Promise<boolean> {
  const client = await connect(home, port).catch(() => undefined);
  if (!client) return false;
  const left = await tryLock(client);
  if (left) await stopCluster(binaries, home);
  await client.end().catch(() => undefined);
  if (!left) throw inUse(home.dataDir);
  return true;
}

async function becomesReady(child: ChildProcess, cluster: string, logFile: string): Promise<void> {
  const deadline = Date.now() + startTimeoutMs;
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  while (
    Date.now() < deadline &&
    !failure &&
    child.exitCode === null &&
    child.signalCode === null
  ) {
    const running = await readPostmaster(cluster);
    if (running?.pid === child.pid && running?.ready) return;
    await delay(15);
  }
  child.kill('SIGQUIT');
  const lines = (await readFile(logFile, 'utf8').catch(() => '')).trim().split('\n');
  throw new StartError(
    `The database did not start: ${failure?.message ?? lines.findLast((line) => /FATAL|ERROR/.test(line)) ?? 'it did not answer in time'} (log: ${logFile}).`,
  );
}

async function stopCluster(binaries: PostgresBinaries, home: PostgresHome): Promise<void> {
  await runProgram(binaries.pgCtl, ['stop', '-D', home.cluster, '-m', 'fast', '-t', '30'], home);
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

async function connect(home: PostgresHome, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address(home, port, 'postgres'),
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  // The connection breaks when Postgres stops; the child's exit is what is acted upon.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function tryLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
    lockKey,
  ]);
  return rows[0]?.got === true;
}

const address = (home: PostgresHome, port: number, name: string) =>
  `postgres://${role}:${home.password}@127.0.0.1:${port}/${name}`;

const inUse = (dataDir: string) =>
  new StartError(
    `LearnFlow is already running on the data folder ${dataDir}. Stop that one first, or choose another folder with --data.`,
  );

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
