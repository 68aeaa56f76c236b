import {
  type CallPlace,
  findModelPolicy,
  findSpent,
  storeCalls,
} from '../model/model-log.service.ts';
import type { Clock } from '../clock.ts';
import { getRunClass } from '../run/run.store.ts';
import type { Db, Trx } from '../storage/database.ts';
import type { ModelUse } from './model-use.port.ts';
import type { Asker } from './question.store.ts';

/** What classes have set, and the log of what was said. @param model  `Tutor.model` */
export function createModelUse({
  db,
  clock,
  model,
}: {
  db: Db;
  clock: Clock;
  model: string | null;
}): ModelUse {
  const placeOf = async (at: Db | Trx, asker: Asker): Promise<Omit<CallPlace, 'about'>> => {
    const { classId } = await getRunClass(at, asker.roomId);
    return { ...asker, classId };
  };
  return {
    policyOf: ({ roomId }, exercise) => findModelPolicy(db, { roomId, exercise, model }),
    spentBy: async (asker) => findSpent(db, await placeOf(db, asker), clock.now()),
    record: async (trx, { questionId, ...asker }, calls) => {
      if (calls.length === 0) return;
      const about = { kind: 'question' as const, id: questionId };
      await storeCalls(trx, { ...(await placeOf(trx, asker)), about }, calls, clock.now());
    },
  };
}
