import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PostgresLog } from './postgres-log.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'learnflow-log-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const line = (said: string) => `2026-11-28 09:14:09.462 UTC [32679] ${said}\n`;
const panic = line('PANIC:  could not fdatasync file "01": Input/output error');
const anew = line('LOG:  all server processes terminated; reinitializing');
const recovery = line('LOG:  redo starts at 0/174B5E8');
const knock = line('FATAL:  the database system is in recovery mode');

test('what was in the log before the mark is no news', async () => {
  const log = new PostgresLog(join(dir, 'postgres.log'));
  expect(await log.news()).toMatchObject({ steps: 0, complaint: undefined });
  await appendFile(log.file, panic + recovery);
  await log.mark();
  expect(await log.news()).toEqual({
    steps: 0,
    restarts: 0,
    isBroken: false,
    complaint: undefined,
  });
});

test('a Postgres that has begun anew after a panic is not broken, one that panics in its recovery is', async () => {
  const log = new PostgresLog(join(dir, 'postgres.log'));
  await appendFile(log.file, panic);
  expect(await log.news()).toMatchObject({ isBroken: true, restarts: 0 });
  await appendFile(log.file, anew + recovery);
  expect(await log.news()).toMatchObject({ isBroken: false, restarts: 1, steps: 2 });
  await appendFile(log.file, panic);
  expect(await log.news()).toMatchObject({ isBroken: true, restarts: 1 });
});

test('those who knock meanwhile are neither progress nor the reason', async () => {
  const log = new PostgresLog(join(dir, 'postgres.log'));
  await appendFile(log.file, panic + knock + knock);
  expect(await log.news()).toMatchObject({
    steps: 0,
    complaint: 'PANIC: could not fdatasync file "01": Input/output error',
  });
});
