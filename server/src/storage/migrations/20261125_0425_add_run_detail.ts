import { type Kysely, sql } from 'kysely';

/** What agents and the history need of a run: frames and values of its error, where it was, what it used. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table run add column detail jsonb`.execute(db);
}
