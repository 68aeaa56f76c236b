import type { Generated } from 'kysely';

export interface ServerRunTable {
  id: Generated<string>;
  began_at: Date;
  /** Null while it runs, and after it was killed. */
  ended_at: Date | null;
}
