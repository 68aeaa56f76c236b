import { type Kysely, sql } from 'kysely';

/** Students whom the teacher has set to work alone: in a lesson of pairs nobody who comes later is put beside them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table seat add column works_alone boolean not null default false`.execute(db);
}
