import type { ColumnType, Generated } from 'kysely';

/** Time columns: read as Date, written as Date, optional where the database has a default. */
export type Time = ColumnType<Date, Date | undefined, Date>;
export type MaybeTime = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** better-auth's own tables; only read here, written by it. */
export interface UserTable {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  image: string | null;
  isAnonymous: boolean | null;
  createdAt: Time;
  updatedAt: Time;
}
export interface SessionTable {
  id: string;
  expiresAt: Time;
  token: string;
  createdAt: Time;
  updatedAt: Time;
  ipAddress: string | null;
  userAgent: string | null;
  userId: string;
}
export interface SetupLinkTable {
  token_hash: string;
  kind: 'setup' | 'demo';
  created_at: Generated<Date>;
  expires_at: Date;
  used_at: MaybeTime;
}
