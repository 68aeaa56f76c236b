import pg from 'pg';
import { StartError } from '../start-error.ts';
import type { PostgresHome } from './postgres-home.ts';

/**
 * The advisory lock that says: a server works with this cluster. It lives as long as the connection that holds it, so
 * that no server, however it ends, leaves it behind. Never stop a Postgres without having it.
 */
const lockKey = 7_126_501;
const connectTimeoutMs = 5_000;

const role = 'learnflow';
const database = 'learnflow';

/** Name of the cluster's only role. */
export const clusterRole = role;

/** @returns postgres:// address of the product's database */
export function productAddress(home: PostgresHome, port: number): string {
  return address(home, port, database);
}

/**
 * Connects and takes the lock; the product's database is made when it is missing.
 * @throws StartError when another server has it; what the database says when it does not answer
 */
export async function takeClusterLock(home: PostgresHome, port: number): Promise<pg.Client> {
  const client = await connectToCluster(home, port);
  try {
    if (!(await tryClusterLock(client))) throw inUse(home.dataDir);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [
      database,
    ]);
    if (!rowCount) await client.query(`create database ${database}`);
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

export async function tryClusterLock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
    lockKey,
  ]);
  return rows[0]?.got === true;
}

/** A connection to the database that every cluster has, where the lock is. */
export async function connectToCluster(home: PostgresHome, port: number): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: address(home, port, 'postgres'),
    connectionTimeoutMillis: connectTimeoutMs,
    // A Postgres that hangs answers nothing, also on a connection that it took.
    query_timeout: connectTimeoutMs,
    keepAlive: true,
  });
  // The connection breaks when Postgres stops; its end is what is acted upon.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

export const inUse = (dataDir: string): StartError =>
  new StartError(
    `LearnFlow is already running on the data folder ${dataDir}. Stop that one first, or choose another folder with --data.`,
  );

const address = (home: PostgresHome, port: number, name: string) =>
  `postgres://${role}:${home.password}@127.0.0.1:${port}/${name}`;
