import { type Kysely, sql } from 'kysely';

/**
 * First schema. "user", session, account and verification belong to better-auth, hence their camelCase columns;
 * everything else is ours.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}

const statements = [
  `create table "user" (
     "id" text primary key,
     "name" text not null,
     "email" text not null unique,
     "emailVerified" boolean not null,
     "image" text,
     "isAnonymous" boolean,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null default current_timestamp)`,
  `create table "session" (
     "id" text primary key,
     "expiresAt" timestamptz not null,
     "token" text not null unique,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null default current_timestamp,
     "ipAddress" text,
     "userAgent" text,
     "userId" text not null references "user" ("id") on delete cascade)`,
  `create index "session_userId" on "session" ("userId")`,
  `create table "account" (
     "id" text primary key,
     "accountId" text not null,
     "providerId" text not null,
     "userId" text not null references "user" ("id") on delete cascade,
     "accessToken" text,
     "refreshToken" text,
     "idToken" text,
     "accessTokenExpiresAt" timestamptz,
     "refreshTokenExpiresAt" timestamptz,
     "scope" text,
     "password" text,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null default current_timestamp)`,
  `create index "account_userId" on "account" ("userId")`,
  `create table "verification" (
     "id" text primary key,
     "identifier" text not null,
     "value" text not null,
     "expiresAt" timestamptz not null,
     "createdAt" timestamptz not null default current_timestamp,
     "updatedAt" timestamptz not null default current_timestamp)`,
  `create index "verification_identifier" on "verification" ("identifier")`,

  // One-time links printed in the terminal: the first teacher's, and the demo teacher's.
  `create table setup_link (
     token_hash text primary key,
     kind text not null check (kind in ('setup', 'demo')),
     created_at timestamptz not null default now(),
     expires_at timestamptz not null,
     used_at timestamptz)`,

  `create table classroom (
     id uuid primary key default gen_random_uuid(),
     name text not null,
     max_members integer not null default 60,
     created_at timestamptz not null default now())`,
  `create table class_member (
     id uuid primary key default gen_random_uuid(),
     classroom_id uuid not null references classroom (id) on delete cascade,
     user_id text references "user" ("id") on delete set null,
     role text not null check (role in ('student', 'tutor', 'teacher', 'admin')),
     name text not null,
     name_key text not null,
     ink smallint not null default 0,
     secret_hash text,
     on_roster boolean not null default false,
     created_at timestamptz not null default now(),
     joined_at timestamptz,
     removed_at timestamptz)`,
  `create unique index class_member_name on class_member (classroom_id, name_key) where removed_at is null`,
  `create index class_member_user on class_member (user_id)`,

  // One opened session of a class. The code is free again for others once the lesson has ended.
  `create table lesson (
     id uuid primary key default gen_random_uuid(),
     classroom_id uuid not null references classroom (id) on delete cascade,
     title text not null,
     code text not null,
     state text not null check (state in ('open', 'running', 'ended')),
     locked boolean not null default false,
     work text not null default 'alone' check (work in ('alone', 'pairs')),
     opened_at timestamptz not null default now(),
     started_at timestamptz,
     ended_at timestamptz)`,
  `create unique index lesson_code on lesson (code) where state <> 'ended'`,
  `create unique index lesson_one_open on lesson (classroom_id) where state <> 'ended'`,

  `create table room (
     id uuid primary key default gen_random_uuid(),
     lesson_id uuid not null references lesson (id) on delete cascade,
     owner_id uuid not null references class_member (id) on delete cascade,
     epoch uuid not null default gen_random_uuid(),
     created_at timestamptz not null default now(),
     unique (lesson_id, owner_id))`,
  // Where a student works now: their own room, or a partner's.
  `create table seat (
     lesson_id uuid not null references lesson (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     room_id uuid not null references room (id) on delete cascade,
     hand_at timestamptz,
     hand_question text,
     seen_at timestamptz not null default now(),
     primary key (lesson_id, member_id))`,
  `create index seat_room on seat (room_id)`,

  // The record of a room: every update in the order it was stored. Snapshots only speed up loading.
  `create table room_update (
     room_id uuid not null references room (id) on delete cascade,
     seq bigint generated always as identity,
     at timestamptz not null default now(),
     member_id uuid,
     kind text not null default 'typed',
     bytes bytea not null,
     primary key (room_id, seq))`,
  `create table room_snapshot (
     room_id uuid primary key references room (id) on delete cascade,
     seq bigint not null,
     at timestamptz not null default now(),
     state bytea not null)`,

  `create table chat_message (
     id bigint generated always as identity primary key,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     client_key text not null,
     body text not null,
     at timestamptz not null default now(),
     unique (room_id, member_id, client_key))`,
  `create index chat_message_room on chat_message (room_id, id)`,

  `create table run (
     id uuid primary key,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     number integer not null,
     entry text not null,
     started_at timestamptz not null,
     ended_at timestamptz,
     reason text,
     exit_code integer,
     error_type text,
     error_message text,
     error_line integer,
     duration_ms integer,
     output text not null default '')`,
  `create index run_room on run (room_id, started_at)`,

  // Who looked into whose room, and when: shown to the student.
  `create table room_visit (
     id bigint generated always as identity primary key,
     room_id uuid not null references room (id) on delete cascade,
     member_id uuid not null references class_member (id) on delete cascade,
     mode text not null check (mode in ('peek', 'coedit')),
     began_at timestamptz not null default now(),
     ended_at timestamptz)`,
  `create index room_visit_room on room_visit (room_id, began_at)`,
];
