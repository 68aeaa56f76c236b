import type { ModelPolicy, Role, RunSettings, StruggleRules } from '@learnflow/shared';
import type { ColumnType, Generated } from 'kysely';
import type { MaybeTime } from '../account/account.table.ts';

export interface ClassroomTable {
  id: Generated<string>;
  name: string;
  max_members: Generated<number>;
  run_limits: ColumnType<RunSettings, string | undefined, string>;
  struggle_rules: ColumnType<Partial<StruggleRules>, string | undefined, string>;
  model_policy: ColumnType<Partial<ModelPolicy>, string | undefined, string>;
  /** IANA name; null: that of the server. */
  time_zone: ColumnType<string | null, string | undefined, string | null>;
  /** A teacher looks first before the last hint opens. */
  looks_first: Generated<boolean>;
  created_at: Generated<Date>;
}
export interface ClassMemberTable {
  id: Generated<string>;
  classroom_id: string;
  user_id: string | null;
  role: Role;
  name: string;
  /** `nameKey(name)`: unique among those not removed. */
  name_key: string;
  ink: Generated<number>;
  /** scrypt of the two-word secret. */
  secret_hash: string | null;
  on_roster: Generated<boolean>;
  created_at: Generated<Date>;
  joined_at: MaybeTime;
  removed_at: MaybeTime;
}
