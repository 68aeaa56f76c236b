import { type Kysely, sql } from 'kysely';

/** The hint that a model wrote for the card of an alert; null: there is none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table alert add column draft text`.execute(db);
}
