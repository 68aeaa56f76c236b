import { type Kysely, sql } from 'kysely';

/** Exercises that a model drafted, and what it wrote in the log: for a teacher, in no room. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  // Name of the model; null: made from a template.
  `alter table made_exercise add column drafted_by text`,
  `alter table model_call alter column room_id drop not null`,
  `alter table model_call drop constraint model_call_about_check`,
  `alter table model_call add constraint model_call_about_check
     check (about in ('question', 'alert', 'exercise'))`,
];
