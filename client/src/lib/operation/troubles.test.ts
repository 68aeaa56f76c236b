import { expect, test } from 'vitest';
import { aReport, aServer } from './a-server.fixture.ts';
import { troublesOf } from './troubles.ts';

const keysOf = (...parts: Parameters<typeof aServer>) =>
  troublesOf(aServer(...parts)).map(({ key }) => key);

test('a server with nothing wrong has no trouble to tell', () => {
  expect(keysOf()).toEqual([]);
});

test('a database that is away or takes nothing comes first, and says what to do about which of the two', () => {
  expect(keysOf({ isUp: false, isStoring: false }, { isUp: false })).toEqual(['storing', 'runner']);
  const [built] = troublesOf(aServer({ isUp: false }));
  expect(built?.text).toContain('/srv/data/learnflow.log');
  const [external] = troublesOf(aServer({ isUp: false, kind: 'external', host: 'db.school' }));
  expect(external?.text).toContain('db.school');
  const [full] = troublesOf(aServer({ isStoring: false }));
  expect(full?.text).toContain('space on its disk');
});

test('a disk that is nearly full is told before it is', () => {
  expect(keysOf({ freeBytes: 900_000_000 })).toEqual(['disk']);
  expect(keysOf({ freeBytes: null })).toEqual([]);
});

test('a machine that runs no programs gives its reason and the command that helps', () => {
  const [none] = troublesOf(
    aServer(
      {},
      { report: { ...aReport, driver: 'none', available: false, reason: 'bwrap is missing.' } },
    ),
  );
  expect(none?.text).toMatch(/^bwrap is missing\. .*npm run doctor/);
  const [away] = troublesOf(aServer({}, { where: 'service', isUp: false }));
  expect(away?.text).toContain('RUNNER_URL');
});
