import { sql } from 'kysely';
import type { Db, Trx } from '../storage/database.ts';

/** Holds these pieces of state until the transaction ends; pieces that are not there yet are made, so that they can be held. */
export async function lockStates(trx: Trx, agent: string, keys: readonly string[]): Promise<void> {
  for (const key of keys) {
    await trx
      .insertInto('agent_state')
      .values({ agent, key, state: 'null' })
      .onConflict((conflict) => conflict.columns(['agent', 'key']).doUpdateSet({ key }))
      .execute();
  }
}

/** @returns what is stored under each of the keys; null for a piece that was only made to be held */
export async function readStates(
  db: Db | Trx,
  agent: string,
  keys: readonly string[],
): Promise<unknown[]> {
  const rows = await db
    .selectFrom('agent_state')
    .where('agent', '=', agent)
    .where(sql<boolean>`key = any(${keys}::text[])`)
    .select(['key', 'state'])
    .execute();
  const byKey = new Map(rows.map(({ key, state }) => [key, state]));
  return keys.map((key) => byKey.get(key) ?? null);
}

export async function writeState(
  trx: Trx,
  agent: string,
  key: string,
  state: unknown,
): Promise<void> {
  const stored = JSON.stringify(state);
  await trx
    .insertInto('agent_state')
    .values({ agent, key, state: stored })
    .onConflict((conflict) => conflict.columns(['agent', 'key']).doUpdateSet({ state: stored }))
    .execute();
}

/** @param under  only the piece of this key and those below it: `key/…` */
export async function listStates(
  db: Db | Trx,
  agent: string,
  under?: string,
): Promise<{ key: string; state: unknown }[]> {
  return db
    .selectFrom('agent_state')
    .where('agent', '=', agent)
    .$if(under !== undefined, (query) =>
      query.where(sql<boolean>`split_part(key, '/', 1) = ${under ?? ''}`),
    )
    .orderBy('key')
    .select(['key', 'state'])
    .execute();
}

export async function deleteStates(trx: Trx, agent: string): Promise<void> {
  await trx.deleteFrom('agent_state').where('agent', '=', agent).execute();
}

/** Deletes what agents know of lessons that ended before this moment. */
export async function deleteOldStates(db: Db, endedBefore: Date): Promise<void> {
  await sql`
    delete from agent_state using lesson
    where split_part(agent_state.key, '/', 1) = lesson.id::text and lesson.ended_at < ${endedBefore}`.execute(
    db,
  );
}
