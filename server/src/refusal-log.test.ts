import { AppError } from '@learnflow/shared';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { RefusalLog } from './refusal-log.ts';

function aLog() {
  const lines: Record<string, unknown>[] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as never);
  let now = 0;
  const log = new RefusalLog({ log: pino({ base: null }, { write }), clock: { now: () => now } });
  return { log, lines, wait: (ms: number) => (now += ms) };
}

test('a refusal at a border is a line with who and what, a mistake is none', () => {
  const { log, lines } = aLog();
  const attempt = { what: 'get /api/rooms/:roomId', userId: 'u1' };
  log.note(new AppError('not.found', 'There is no room of Maya.'), attempt);
  log.note(new AppError('request.invalid', 'Type a name.'), attempt);
  log.note(new Error('print("secret")'), attempt);
  log.note('held', { what: 'collab update', userId: 'u1', roomId: 'r1' });
  log.note('session.missing', { what: 'live', address: '10.0.0.1' });
  const msg = 'access.refused';
  const known = { level: 30, time: expect.any(Number) as number, msg };
  expect(lines).toEqual([
    { ...known, ...attempt, code: 'not.found' },
    { ...known, what: 'collab update', userId: 'u1', roomId: 'r1', code: 'held' },
    { ...known, what: 'live', address: '10.0.0.1', code: 'session.missing' },
  ]);
  expect(JSON.stringify(lines)).not.toContain('Maya');
});

test('somebody who knocks on and on fills no disk: the rest of the minute is counted', () => {
  const { log, lines, wait } = aLog();
  const knock = (userId: string): void => log.note('forbidden', { what: 'run.start', userId });
  for (let n = 0; n < 5_000; n++) knock('u1');
  knock('u2');
  expect(lines.length).toBe(602);
  expect(lines.at(-2)).toMatchObject({ msg: 'access.refused.often', who: 'u1' });
  expect(lines.at(-1)).toMatchObject({ msg: 'access.refused', userId: 'u2' });
  wait(60_000);
  knock('u1');
  expect(lines.at(-2)).toMatchObject({ msg: 'access.refused.count', who: 'u1', count: 5_000 });
  expect(lines.at(-1)).toMatchObject({ msg: 'access.refused', userId: 'u1' });
});
