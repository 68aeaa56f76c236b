import { type Kysely, sql } from 'kysely';

/** The stream of events: written beside what it tells of, handed to consumers, kept for a while. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

// Nothing here refers to other tables: a reference would take a lock on the class or the room with every event.
const statements = [
  `create table outbox (
     id bigint generated always as identity primary key,
     event_id uuid not null unique,
     type text not null,
     key text not null,
     key_seq bigint not null,
     class_id uuid not null,
     lesson_id uuid,
     event jsonb not null,
     created_at timestamptz not null,
     published_at timestamptz,
     unique (key, key_seq))`,
  `create index outbox_waiting on outbox (id) where published_at is null`,
  `create index outbox_class on outbox (class_id, id)`,

  // Its row lock makes the order of ids within a key the order of commits.
  `create table outbox_key (
     key text primary key,
     seq bigint not null)`,

  // "n" is the order in which a consumer took its events: replaying in that order gives the same state.
  `create table processed_event (
     consumer text not null,
     event_id uuid not null,
     n bigint generated always as identity,
     at timestamptz not null,
     primary key (consumer, event_id))`,
  `create index processed_event_n on processed_event (consumer, n)`,

  `create table dead_letter (
     id uuid primary key,
     consumer text not null,
     event_id uuid not null,
     class_id uuid not null,
     reason text not null,
     tries integer not null,
     at timestamptz not null,
     unique (consumer, event_id))`,
  `create index dead_letter_class on dead_letter (class_id, at desc)`,

  `create table agent_state (
     agent text not null,
     key text not null,
     state jsonb not null,
     primary key (agent, key))`,
  // What differs from the standard.
  `alter table classroom add column struggle_rules jsonb not null default '{}'`,
];
