import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../world.ts';
import { tryDocuments } from './collab-attempts.ts';
import { newTally } from './expectation.ts';
import { tryMixedIds, tryRoutes } from './http-attempts.ts';
import { tryRequests } from './live-attempts.ts';
import { startTestProduct, type TestProduct } from './product.ts';
import { aBorderSchool, marker, type Place, type Somebody } from './school.ts';

/**
 * Everybody × every route × every request × every message about a document, in every place that is not theirs. Routes
 * come from the product's own table, requests from the shared one, so that a new one is tried without being named here.
 */
let database: TestDatabase;
let product: TestProduct;
let places: Place[];
let people: Somebody[];

beforeAll(async () => {
  database = await createTestDatabase();
  product = await startTestProduct(database.db);
  ({ places, people } = await aBorderSchool(database.db, product.secret));
});
afterAll(async () => {
  await product.close();
  await database.close();
});

/** Everything that is stored, except who is signed in and that a server runs. */
async function everythingStored(): Promise<Record<string, string>> {
  const { db } = database;
  const tables = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE'
      and table_name not in ('session', 'server_run', 'outbox', 'outbox_key', 'processed_event', 'agent_state')`.execute(
    db,
  );
  const sums = tables.rows.map(async ({ name }): Promise<[string, string]> => {
    const { rows } = await sql<{ sum: string }>`
      select md5(coalesce(string_agg(t::text, ',' order by t::text), '')) as sum
      from ${sql.table(name)} t`.execute(db);
    return [name, rows[0]?.sum ?? ''];
  });
  // Of whoever has a document open it is told from time to time that they type or do not.
  const told = await sql<{ id: string }>`
    select event_id as id from outbox
    where type not in ('learnflow.activity.summary.v1', 'learnflow.signal.changed.v1')
    order by 1`.execute(db);
  return {
    ...Object.fromEntries(await Promise.all(sums)),
    outbox: told.rows.map(({ id }) => id).join(),
  };
}

test('nobody reaches what is not theirs by any door, and every attempt is in the log without names and code', async () => {
  const tally = newTally();
  // Rooms get their first file when somebody first comes in: that is not what is looked for.
  const everybody = people.filter(({ isSignedIn }) => isSignedIn);
  for (const place of places)
    for (const who of everybody) await tryDocuments(product, who, place, newTally());
  const before = await everythingStored();
  product.lines.length = 0;
  for (const who of people) {
    for (const place of places) {
      await Promise.all([
        tryRoutes(product, who, place, tally),
        tryRequests(product, who, place, tally),
        tryDocuments(product, who, place, tally),
      ]);
    }
  }
  const [ofStudent, ...others] = places;
  for (const other of others) {
    const isSameClass = other.ids['classId'] === ofStudent?.ids['classId'];
    const inside = isSameClass ? ['student'] : ['teacher', 'tutor', 'student'];
    for (const who of people.filter(({ label }) => inside.includes(label))) {
      if (ofStudent) await tryMixedIds(product, who, { own: ofStudent, other }, tally);
    }
  }
  console.log(
    `${tally.attempts} attempts of ${people.length} people in ${places.length} places: ${tally.leaks.length} succeeded`,
  );
  expect(tally.leaks).toEqual([]);
  expect(tally.attempts).toBeGreaterThanOrEqual(5_000);
  expect(await everythingStored()).toEqual(before);
  const refused = product.lines.filter(({ msg }) => msg === 'access.refused');
  expect(refused.length).toBeGreaterThanOrEqual(tally.lines);
  expect(refused.length).toBeLessThanOrEqual(tally.lines + tally.doubles);
  expect(refused.every(({ what, userId, address }) => what && (userId ?? address))).toBe(true);
  expect(JSON.stringify(product.lines)).not.toContain(marker);
}, 120_000);
