import { type Kysely, sql } from 'kysely';

/** What merging and repairing leave in the log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  // How many edits a row stands for once the typing of an old lesson was merged; null: one.
  await sql`alter table room_update add column edits integer`.execute(db);
  // What stood in a damaged row, for whoever looks into it.
  await sql`alter table room_damage add column bytes bytea`.execute(db);
}
