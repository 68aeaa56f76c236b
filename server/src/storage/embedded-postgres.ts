import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type pg from 'pg';
import { StartError } from '../start-error.ts';
import { connectToCluster, productAddress, takeClusterLock } from './cluster-lock.ts';
import { createCluster, endPostgres, hasEnded, spawnPostgres, stopCluster } from './cluster.ts';
import { clearLeftOver } from './left-over.ts';
import { findBinaries, type PostgresBinaries, reachableBinaries } from './postgres-binaries.ts';
import { openHome, type PostgresHome } from './postgres-home.ts';
import { PostgresLog } from './postgres-log.ts';
import { findPostgres, readPostmaster } from './postmaster.ts';
import { fillSegments } from './wal-segments.ts';

/**
 * Postgres as a child of this server.
 *
 * 1. The programs come from the npm package (or the operating system); as root they run as another user.
 * 2. Postgres runs in a process group of its own: Ctrl-C in the terminal must not stop it before the last keystrokes
 *    are written. After a kill -9 of this server it therefore lives on; the next start stops it and begins afresh.
 * 3. A server holds an advisory lock as long as it lives; that is how a second start on the same data finds out that
 *    the running Postgres is in use and not left over.
 * 4. The end of the lock's connection is also how this server learns that Postgres broke. Postgres may come back by
 *    itself; when it does not get on, it is ended and started anew; when that does not help either, `onLost` hears why.
 */
export interface EmbeddedPostgresOptions {
  dataDir: string;
  /** Added to the server's settings, for example `{ fsync: 'off' }` in tests. */
  settings?: Record<string, string>;
  /** Called when Postgres broke or died by itself; it comes back at the same address. */
  onCrash?: (exitCode: number | null) => void;
  /** Called when it could not be brought back. */
  onLost?: (error: StartError) => void;
  /** Other bounds than the product's, for tests. */
  patience?: Partial<typeof usualPatience>;
}

const usualPatience = {
  /** A recovery that gets on says so in the log every ten seconds. */
  silentMs: 60_000,
  /** After a panic Postgres begins anew within seconds, or waits for ever for a process that is gone. */
  brokenMs: 10_000,
  /** It has failed this often in a row: the next time will be no better. */
  maxRecoveries: 3,
  /** So long a Postgres that does not start is tried again. A disk may have been away for a moment. */
  giveUpMs: 120_000,
};
const pollMs = 15;
const pollRecoveryMs = 250;
const restartPauseMs = 500;
const goodByeMs = 2_000;

export class EmbeddedPostgres {
  /** postgres:// address of the product's database. */
  readonly url: string;
  readonly #binaries: PostgresBinaries;
  readonly #home: PostgresHome;
  readonly #port: number;
  readonly #options: EmbeddedPostgresOptions;
  readonly #patience: typeof usualPatience;
  readonly #log: PostgresLog;
  #child: ChildProcess | undefined;
  #lock: pg.Client | undefined;
  #comeback: Promise<void> = Promise.resolve();
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
    this.#patience = { ...usualPatience, ...options.patience };
    this.#log = new PostgresLog(home.logFile);
    this.url = productAddress(home, port);
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
    const client = await connectToCluster(home, running.port).catch(() => undefined);
    await client?.end();
    return client && productAddress(home, running.port);
  }

  /** Stops Postgres after its open transactions were rolled back and everything was written. */
  async stop(): Promise<void> {
    this.#stopping = true;
    // A Postgres that hangs does not say good-bye.
    await Promise.race([this.#lock?.end().catch(() => undefined), delay(goodByeMs)]);
    await this.#comeback;
    const child = this.#child;
    if (!child || hasEnded(child)) return;
    // One that is busy failing does not listen.
    await stopCluster(this.#binaries, this.#home).catch(() => endPostgres(child, this.#home));
  }

  /** For somebody who will not wait: Postgres ends at once and recovers at the next start. */
  abandon(): void {
    this.#stopping = true;
    this.#child?.kill('SIGQUIT');
  }

  async #launch(): Promise<void> {
    await fillSegments(this.#home.cluster);
    const logBytes = await this.#log.size();
    const { settings } = this.#options;
    const child = spawnPostgres(this.#binaries, this.#home, {
      port: this.#port,
      logBytes,
      settings,
    });
    this.#child = child;
    await this.#log.mark();
    let failure: Error | undefined;
    child.once('error', (error) => (failure = error));
    const isReady = async (): Promise<boolean> => {
      const running = await readPostmaster(this.#home.cluster);
      return running?.pid === child.pid && running?.ready === true;
    };
    try {
      const trouble = await this.#waitFor(child, isReady, pollMs);
      if (trouble !== undefined) throw await this.#explain(failure?.message ?? trouble);
      this.#hold(child, await takeClusterLock(this.#home, this.#port));
    } catch (error) {
      await endPostgres(child, this.#home);
      throw error;
    }
  }

  /** Watches over a Postgres that works, until it breaks. */
  #hold(child: ChildProcess, lock: pg.Client): void {
    this.#lock = lock;
    void this.#log.mark();
    let isOver = false;
    const begin = (): void => {
      if (isOver || this.#stopping) return;
      isOver = true;
      this.#options.onCrash?.(child.exitCode);
      this.#comeback = this.#bringBack(child).catch((error: unknown) => this.#lose(error));
    };
    child.once('exit', begin);
    lock.once('end', begin);
    if (hasEnded(child)) begin();
  }

  async #bringBack(child: ChildProcess): Promise<void> {
    const until = performance.now() + this.#patience.giveUpMs;
    if (!hasEnded(child) && (await this.#recovers(child))) return;
    await endPostgres(child, this.#home);
    for (;;) {
      await this.#pause(restartPauseMs);
      if (this.#stopping) return;
      try {
        await clearLeftOver(this.#binaries, this.#home);
        return await this.#launch();
      } catch (error) {
        if (performance.now() > until && !isDiskFull(error)) throw error;
      }
    }
  }

  /** @returns whether a Postgres that began anew by itself works again */
  async #recovers(child: ChildProcess): Promise<boolean> {
    let lock: pg.Client | undefined;
    const isBack = async (): Promise<boolean> => {
      lock = await takeClusterLock(this.#home, this.#port).catch(() => undefined);
      return lock !== undefined;
    };
    const trouble = await this.#waitFor(child, isBack, pollRecoveryMs);
    if (lock) this.#hold(child, lock);
    return trouble === undefined;
  }

  /**
   * Waits as long as Postgres gets on with its recovery.
   * @returns undefined when `isDone`, else why there is no point in waiting any longer
   */
  async #waitFor(
    child: ChildProcess,
    isDone: () => Promise<boolean>,
    everyMs: number,
  ): Promise<string | undefined> {
    const { silentMs, brokenMs, maxRecoveries } = this.#patience;
    let patienceMs = silentMs;
    let steps = 0;
    let logBytes = 0;
    let stepAt = performance.now();
    while (!hasEnded(child)) {
      if (await isDone()) return undefined;
      if (this.#stopping) return 'it was stopped';
      const size = await this.#log.size();
      if (size !== logBytes) {
        logBytes = size;
        const news = await this.#log.news();
        if (news.restarts >= maxRecoveries) return `its recovery failed ${news.restarts} times`;
        if (news.steps !== steps) stepAt = performance.now();
        steps = news.steps;
        patienceMs = news.isBroken ? brokenMs : silentMs;
      }
      if (performance.now() - stepAt > patienceMs) return 'it does not answer';
      await this.#pause(everyMs);
    }
    return 'it ended at once';
  }

  async #explain(trouble: string): Promise<StartError> {
    const { complaint } = await this.#log.news();
    const reason = `The database did not start: ${complaint ?? trouble} (log: ${this.#log.file}).`;
    return new StartError(
      isDiskFull(complaint)
        ? `${reason} The disk is full: make space, then start again.`
        : `${reason} Start once more; if it says the same again, copy the data folder aside and bring back the last backup: npm run restore -- FILE --data NEW_FOLDER`,
    );
  }

  #lose(error: unknown): void {
    if (this.#stopping) return;
    this.#options.onLost?.(
      error instanceof StartError
        ? error
        : new StartError(`The database is gone: ${String(error)}`),
    );
  }

  async #pause(ms: number): Promise<void> {
    if (!this.#stopping) await delay(ms);
  }
}

/** The one trouble that people end without touching this server, and in which waiting therefore helps. */
function isDiskFull(reason: unknown): boolean {
  return /No space left on device/.test(String(reason));
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
