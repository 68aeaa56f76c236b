import { type Kysely, sql } from 'kysely';

/** Limits of programs that a class has of its own; what is not in it is the standard. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table classroom add column run_limits jsonb not null default '{}'`.execute(db);
}
