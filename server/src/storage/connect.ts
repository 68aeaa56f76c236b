import { sql } from 'kysely';
import type { Log } from '../log.ts';
import { StartError } from '../start-error.ts';
import { explainDamage } from './damaged-files.ts';
import { type OpenDatabase, openDatabase } from './database.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import { migrate } from './migrate.ts';

export interface Storage extends OpenDatabase {
  /** postgres:// address. */
  url: string;
  /** Only when the database is a child of this server. */
  embedded: EmbeddedPostgres | undefined;
}

/**
 * Opens the database of `databaseUrl`, or starts the embedded one, and brings its schema up to date.
 * @throws StartError when it cannot be reached, is in use, or does not start
 */
export async function openStorage(options: {
  databaseUrl: string | undefined;
  dataDir: string;
  log: Log;
  /** The embedded database is gone for good. */
  onLost?: (error: StartError) => void;
}): Promise<Storage> {
  const { databaseUrl, dataDir, log } = options;
  const embedded =
    databaseUrl === undefined
      ? await EmbeddedPostgres.start({
          dataDir,
          onCrash: (exitCode) => log.error({ exitCode }, 'database.crashed'),
          onLost: (error) => {
            log.info({ err: error }, 'database.lost');
            options.onLost?.(error);
          },
        }).catch(rethrow)
      : undefined;
  const url = embedded?.url ?? databaseUrl ?? '';
  const opened = openDatabase(url, (error) => {
    log.warn({ err: error }, 'database.connection.lost');
  });
  try {
    if (databaseUrl !== undefined) await reach(opened, databaseUrl);
    await migrate(opened.db);
  } catch (error) {
    await opened.close();
    await embedded?.stop();
    return rethrow(error);
  }
  return { ...opened, url, embedded };
}

function rethrow(error: unknown): never {
  throw explainDamage(error) ?? error;
}

async function reach({ db }: OpenDatabase, databaseUrl: string): Promise<void> {
  try {
    await sql`select 1`.execute(db);
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    throw new StartError(
      `The database of DATABASE_URL (${new URL(databaseUrl).host}) cannot be reached: ${message || code}. Check the address and that it runs.`,
    );
  }
}
