import type pg from 'pg';
import { quoted } from './archive/tables.ts';

/**
 * Writes every table and index anew out of what can still be read, when pages of the database's files are damaged:
 * rows are read in the order of the file, past wrong page checksums, and pages that are no pages count as empty. What is
 * wrong inside a row is found afterwards by the row's own checksum.
 * Never beside a running server: it takes every table for itself.
 */
export async function rewriteTables(client: pg.Client, say: (line: string) => void): Promise<void> {
  await client.query('set ignore_checksum_failure = on');
  await client.query('set zero_damaged_pages = on');
  await client.query('set enable_indexscan = off');
  await client.query('set enable_bitmapscan = off');
  const { rows } = await client.query<{ name: string }>(
    `select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1`,
  );
  for (const { name } of rows) {
    try {
      await client.query(`vacuum full ${quoted(name)}`);
    } catch (error) {
      say(`Table ${name} cannot be written anew: ${(error as Error).message}`);
    }
  }
}
