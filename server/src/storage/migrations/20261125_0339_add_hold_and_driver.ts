import { type Kysely, sql } from 'kysely';

/** Who holds the editors of a lesson, who drives in a room, and who there would like to swap. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table lesson
      add column held_by uuid references class_member (id) on delete set null,
      add column held_at timestamptz
  `.execute(db);
  await sql`
    alter table room
      add column driver_id uuid references class_member (id) on delete set null,
      add column swap_asked_by uuid references class_member (id) on delete set null
  `.execute(db);
}
