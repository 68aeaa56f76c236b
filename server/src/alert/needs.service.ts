import type { NeedView } from '@learnflow/shared';
import { listStates } from '../bus/agent-state.store.ts';
import type { Agents } from '../bus/agent.port.ts';
import type { Clock } from '../clock.ts';
import type { Db } from '../storage/database.ts';

export interface NeedDeps {
  db: Db;
  agents: Pick<Agents, 'struggle' | 'rankNeeds'>;
  clock: Clock;
}

/** @returns the students who are in the lesson now, who most likely needs somebody next at the front */
export async function listNeeds(
  { db, agents, clock }: NeedDeps,
  lessonId: string,
): Promise<NeedView[]> {
  const { struggle, rankNeeds } = agents;
  const stored = await listStates(db, struggle.name, lessonId);
  const states = stored.flatMap(({ state }) =>
    state === null ? [] : [struggle.state.parse(state)],
  );
  return rankNeeds(states, clock.now());
}
