import type pg from 'pg';
import { StartError } from '../start-error.ts';
import { quoted } from './archive/tables.ts';
import { forgetLogKeys, markLostRows, noteLogKeys } from './log-keys.ts';

/**
 * Writes every table and index anew out of what can still be read, when pages of the database's files are damaged:
 * rows are read in the order of the file, past wrong page checksums, and pages that are no pages count as empty. What is
 * wrong inside a row is found afterwards by the row's own checksum.
 * Never beside a running server: it takes every table for itself.
 */
export async function rewriteTables(client: pg.Client, say: (line: string) => void): Promise<void> {
  const hasKeys = await noteLogKeys(client);
  await client.query('set ignore_checksum_failure = on');
  await client.query('set zero_damaged_pages = on');
  await client.query('set enable_indexscan = off');
  await client.query('set enable_bitmapscan = off');
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  const left: string[] = [];
  for (const { name } of rows) {
    try {
      await client.query(`vacuum full ${quoted(name)}`);
    } catch (error) {
      if (isCut(error)) throw unreadable(name);
      left.push(name);
      say(`Table ${name} cannot be written anew: ${(error as Error).message}`);
    }
  }
  if (left.length > 0) {
    await forgetLogKeys(client);
    throw unreadable(left.join(', '));
  }
  if (hasKeys) {
    const lost = await markLostRows(client).catch((error: unknown) => {
      say(`Table room_update cannot be compared with its index: ${(error as Error).message}`);
      throw unreadable('room_update');
    });
    if (lost > 0) say(`Updates that cannot be read any more: ${lost}. Their rooms mark the gaps.`);
  }
  await forgetLogKeys(client);
}

/** A row whose lengths are wrong can end the process that reads it. */
function isCut(error: unknown): boolean {
  const { code } = error as { code?: string };
  return code === undefined || code.startsWith('57P');
}

const unreadable = (tables: string): StartError =>
  new StartError(
    `A damaged row cannot be read at all, so ${tables} could not be written anew and a server does not start on this data any more. Bring back the last backup: npm run restore -- FILE --data NEW_FOLDER`,
  );
