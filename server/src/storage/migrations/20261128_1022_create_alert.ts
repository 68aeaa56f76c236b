import { type Kysely, sql } from 'kysely';

/** Alerts about students with what became of them, and hints that somebody sent. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table alert (
     id uuid primary key,
     lesson_id uuid not null references lesson (id) on delete cascade,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     said jsonb not null,
     raised_at timestamptz not null,
     action text check (action in ('sent', 'joined', 'dismissed')),
     action_by uuid references class_member (id) on delete set null,
     action_at timestamptz,
     fixed_at timestamptz,
     ended_at timestamptz)`,
  `create index alert_lesson on alert (lesson_id, raised_at desc)`,
  `create table hint (
     id uuid primary key,
     alert_id uuid references alert (id) on delete set null,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     by_id uuid not null references class_member (id) on delete cascade,
     body text not null,
     sent_at timestamptz not null,
     withdrawn_at timestamptz)`,
  `create index hint_member on hint (member_id, room_id, sent_at desc)`,
];
