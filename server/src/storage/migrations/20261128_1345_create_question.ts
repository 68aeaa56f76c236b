import { type Kysely, sql } from 'kysely';

/** Questions that students ask, and their answers: at most one by rules and one by a model. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table question (
     id uuid primary key,
     room_id uuid not null references room (id) on delete cascade,
     lesson_id uuid not null references lesson (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     client_key text not null,
     body text not null,
     asked_at timestamptz not null,
     rev integer not null default 1,
     agent text,
     reason text,
     answered_at timestamptz,
     stage text not null default 'rules' check (stage in ('rules', 'model', 'done')),
     model_step text not null default 'none',
     tries integer not null default 0,
     claimed_by uuid,
     due_at timestamptz not null,
     unique (member_id, client_key))`,
  `create index question_member on question (member_id, room_id, asked_at desc)`,
  `create index question_waiting on question (due_at) where stage <> 'done'`,
  `create table answer (
     id uuid primary key,
     question_id uuid not null references question (id) on delete cascade,
     by text not null check (by in ('rules', 'model')),
     agent text,
     body text not null,
     next_steps jsonb not null,
     topic text,
     offer_person boolean not null,
     state text not null check (state in ('shown', 'draft', 'dismissed')),
     written_at timestamptz not null,
     shown_at timestamptz,
     action_by uuid references class_member (id) on delete set null,
     action_at timestamptz,
     edited_body text,
     helpful boolean,
     unique (question_id, by))`,
];
