import { type Kysely, sql } from 'kysely';

/** Runs of the server, closed when it ends in order; and who wrote under which Yjs client id, beside a snapshot. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table server_run (
      id uuid primary key default gen_random_uuid(),
      began_at timestamptz not null,
      ended_at timestamptz)
  `.execute(db);
  await sql`alter table room_snapshot add column writers jsonb not null default '{}'`.execute(db);
}
