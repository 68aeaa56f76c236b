import type { Refusal } from '@learnflow/shared';

/** What became of one update. */
export type Outcome =
  | { kind: 'done' }
  | { kind: 'refused'; refusal: Refusal }
  /** Parts of it build on something that the server does not have. */
  | { kind: 'incomplete' }
  | { kind: 'malformed' }
  /** Too much waits for the database already. */
  | { kind: 'busy' };
