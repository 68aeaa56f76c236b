import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';

/**
 * Who works with a database, whoever runs it: servers share an advisory lock in it as long as they live, and a repair,
 * which takes every table for itself, wants the same lock alone. Connections end with their process, however that ends.
 */
const lockKey = 7_126_502;
const retryMs = 2_000;
/** A machine that vanished is noticed by the database's operating system after a minute, instead of after two hours. */
const noticeLoss =
  'set tcp_keepalives_idle = 30; set tcp_keepalives_interval = 10; set tcp_keepalives_count = 3';

/** A server's share in the lock, taken again whenever the database comes back. */
export class DatabaseUse {
  readonly #url: string;
  readonly #log: Log;
  #client: pg.Client | undefined;
  #isOver = false;

  private constructor(url: string, log: Log) {
    this.#url = url;
    this.#log = log;
  }

  /** @throws StartError while the database is being repaired */
  static async begin(url: string, log: Log): Promise<DatabaseUse> {
    const use = new DatabaseUse(url, log);
    if (await use.#take()) return use;
    throw new StartError(
      'The database is being repaired at the moment. Start the server when that has ended.',
    );
  }

  async close(): Promise<void> {
    this.#isOver = true;
    await this.#client?.end().catch(() => undefined);
  }

  async #take(): Promise<boolean> {
    const client = await connect(this.#url);
    try {
      await client.query(noticeLoss);
      if (!(await tryLock(client, 'pg_try_advisory_lock_shared'))) {
        await client.end();
        return false;
      }
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.#client = client;
    client.once('end', () => void this.#takeAgain());
    return true;
  }

  async #takeAgain(): Promise<void> {
    for (let isTold = false; !this.#isOver;) {
      await delay(retryMs, undefined, { ref: false });
      if (this.#isOver) return;
      const isTaken = await this.#take().catch(() => undefined);
      if (isTaken) {
        if (this.#isOver) await this.close();
        return;
      }
      if (isTaken === false && !isTold) {
        this.#log.error('database.repaired.meanwhile');
        isTold = true;
      }
    }
  }
}

/**
 * Does `work` while no server works with the database, and keeps servers from starting meanwhile.
 * @throws StartError when one does
 */
export async function whileUnused<T>(
  url: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(url);
  try {
    if (!(await tryLock(client, 'pg_try_advisory_lock'))) {
      throw new StartError('A server works with this database. Stop it, then repair.');
    }
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
  });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function tryLock(
  client: pg.Client,
  how: 'pg_try_advisory_lock' | 'pg_try_advisory_lock_shared',
): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>(`select ${how}($1) as got`, [lockKey]);
  return rows[0]?.got === true;
}
