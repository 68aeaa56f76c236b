import { type Kysely, sql } from 'kysely';

/** What the review agent says of an attempt that was handed in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql
    .raw(
      `create table attempt_review (
         attempt_id uuid primary key references attempt (id) on delete cascade,
         review jsonb not null,
         score smallint not null,
         quality smallint not null,
         reviewed_at timestamptz not null)`,
    )
    .execute(db);
}
