import type { Db } from '../storage/database.ts';

/**
 * Notes that a server begins.
 * @returns its row, and whether an earlier one ended without closing its own
 */
export async function beginRun(db: Db, now: Date): Promise<{ id: string; wasCut: boolean }> {
  return db.transaction().execute(async (trx) => {
    // Told once: from here on this run is the one that knows.
    const cut = await trx
      .updateTable('server_run')
      .set({ ended_at: now })
      .where('ended_at', 'is', null)
      .returning('id')
      .execute();
    await trx.deleteFrom('server_run').where('ended_at', 'is not', null).execute();
    const { id } = await trx
      .insertInto('server_run')
      .values({ began_at: now, ended_at: null })
      .returning('id')
      .executeTakeFirstOrThrow();
    return { id, wasCut: cut.length > 0 };
  });
}

/** The server ends, and everything it took is stored. */
export async function endRun(db: Db, id: string, now: Date): Promise<void> {
  await db.updateTable('server_run').set({ ended_at: now }).where('id', '=', id).execute();
}
