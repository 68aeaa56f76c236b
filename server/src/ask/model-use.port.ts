import type { AskRequest, ModelCall, ModelPolicy } from '@learnflow/shared';
import type { Trx } from '../storage/database.ts';
import type { Asker } from './question.store.ts';

/** What a class allows of a language model, and what of it is used up. */
export interface ModelUse {
  /** @param exercise  what is worked on; absent: free work */
  policyOf(asker: Asker, exercise?: string): Promise<ModelPolicy>;
  spentBy(asker: Asker): Promise<AskRequest['spent']>;
  /** Keeps what was said between server and model about a question, for those who may read it. */
  record(trx: Trx, of: Asker & { questionId: string }, calls: readonly ModelCall[]): Promise<void>;
}

/** For what the rules alone say. */
export const rulesOnly: ModelPolicy = {
  ...{ mode: 'off', approve: true, perStudent: 0, tokensPerDay: 0 },
};

/** A server without a language model. */
export const noModel: ModelUse = {
  policyOf: () => Promise.resolve(rulesOnly),
  spentBy: () => Promise.resolve({ questions: 0, tokens: 0 }),
  record: () => Promise.resolve(),
};
