import type pg from 'pg';
import type { ArchiveEnd, ArchiveTable } from './archive-file.ts';

/** The migrator's own tables: it fills them itself. */
const isOfMigrator = (name: string): boolean => name.startsWith('kysely_');

/** @returns all tables of the schema, each after those it refers to */
export async function listTables(client: pg.Client): Promise<ArchiveTable[]> {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attgenerated = ''
    group by c.relname order by c.relname`);
  const { rows: references } = await client.query<{ from: string; to: string }>(`
    select f.relname as from, t.relname as to
    from pg_constraint k join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and f.relnamespace = 'public'::regnamespace`);
  const tables = rows.filter(({ name }) => !isOfMigrator(name));
  const sorted: ArchiveTable[] = [];
  while (sorted.length < tables.length) {
    const isPlaced = (name: string): boolean => sorted.some((each) => each.name === name);
    const next = tables.find(
      ({ name }) =>
        !isPlaced(name) &&
        references.every(({ from, to }) => from !== name || to === name || isPlaced(to)),
    );
    // Tables that refer to each other in a circle could not be filled one after the other.
    if (!next) throw new Error('Tables refer to each other in a circle');
    sorted.push(next);
  }
  return sorted;
}

/** @returns the last number handed out of every numbered column */
export async function listSequences(client: pg.Client): Promise<ArchiveEnd['sequences']> {
  const { rows } = await client.query<ArchiveEnd['sequences'][number]>(`
    select t.relname as table, a.attname as column, s.last_value::text as last
    from pg_sequences s
    join pg_class c on c.relname = s.sequencename and c.relnamespace = 'public'::regnamespace
    join pg_depend d on d.objid = c.oid and d.deptype in ('i', 'a') and d.refobjsubid > 0
    join pg_class t on t.oid = d.refobjid
    join pg_attribute a on a.attrelid = t.oid and a.attnum = d.refobjsubid
    where s.schemaname = 'public' and s.last_value is not null
    order by 1, 2`);
  return rows;
}

/** @returns names of the migrations the database has been through, in order; undefined when it has none of our tables */
export async function listMigrations(client: pg.Client): Promise<string[] | undefined> {
  const { rows: found } = await client.query(
    `select 1 from pg_class where relnamespace = 'public'::regnamespace and relname = 'kysely_migration'`,
  );
  if (found.length === 0) return undefined;
  const { rows } = await client.query<{ name: string }>(
    'select name from kysely_migration order by name',
  );
  return rows.map(({ name }) => name);
}

/** `name` as SQL. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
