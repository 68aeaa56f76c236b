import type pg from 'pg';

/**
 * The log's index knows the number of every update that was ever stored, in files of its own. So what a damaged page of
 * the table has lost can be told although nobody can read it any more:
 *  1. before the table is written anew, the keys are read from the index, and which pages are damaged from the table;
 *  2. afterwards a row whose key the index does not know is no row of the log;
 *  3. and for a key of a damaged page that is gone, an empty row with a wrong checksum takes its place: whoever opens
 *     the room next finds it damaged, and marks the gap.
 * Rows that were merged away and not yet cleared up look like lost ones; an empty row in their place costs nothing.
 */
export async function noteLogKeys(client: pg.Client): Promise<boolean> {
  try {
    await client.query('create extension if not exists pageinspect');
    await client.query(damagedPages);
    const { rows } = await client.query<{ pages: number }>(
      'select count(*)::int as pages from log_damage',
    );
    if (!rows[0]?.pages) return false;
    await client.query(keysOfIndex);
    return true;
  } catch {
    // Another Postgres without that extension, or the index is what is damaged: then the table says it all.
    return false;
  }
}

/** @returns how many updates are missing */
export async function markLostRows(client: pg.Client): Promise<number> {
  await client.query(`
    delete from room_update u
    where not exists (select 1 from log_key k where k.room_id = u.room_id and k.seq = u.seq)`);
  const { rowCount } = await client.query(`
    insert into room_update (room_id, seq, bytes, crc) overriding system value
    select distinct k.room_id, k.seq, ''::bytea, 1
    from log_key k join log_damage using (page) join room on room.id = k.room_id
    where not exists (select 1 from room_update u where u.room_id = k.room_id and u.seq = k.seq)`);
  return rowCount ?? 0;
}

export async function forgetLogKeys(client: pg.Client): Promise<void> {
  await client.query('drop extension if exists pageinspect').catch(() => undefined);
}

const damagedPages = `
  create temp table log_damage (page integer);
  do $$ begin
    for page in 0 .. pg_relation_size('room_update') / current_setting('block_size')::integer - 1 loop
      begin
        perform get_raw_page('room_update', page);
      exception when data_corrupted then
        insert into log_damage values (page);
      end;
    end loop;
  end $$`;

/** An entry of the index is 16 bytes of room and 8 bytes of number, the lowest first. */
const keysOfIndex = `
  create temp table log_key as
  with entry as (
    select decode(replace(item.data, ' ', ''), 'hex') as key, unnest(coalesce(item.tids, array[item.htid])) as tid
    from generate_series(1, pg_relation_size('room_update_pkey') / current_setting('block_size')::integer - 1) page
    cross join lateral bt_page_stats('room_update_pkey', page) stats
    cross join lateral bt_page_items('room_update_pkey', page) item
    where stats.btpo_level = 0 and stats.type in ('l', 'r') and item.htid is not null)
  select encode(substr(key, 1, 16), 'hex')::uuid as room_id,
    (select sum(get_byte(key, 16 + n)::numeric * 256 ^ n) from generate_series(0, 7) n)::bigint as seq,
    (tid::text::point)[0]::integer as page
  from entry`;
