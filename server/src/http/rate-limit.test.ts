import { AppError } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { addressKey, RateLimit } from './rate-limit.ts';

test('turns away what comes too fast, says how long to wait, and lets it in again afterwards', () => {
  let now = 0;
  const limit = new RateLimit(30, { now: () => now });
  for (let i = 0; i < 30; i += 1) limit.take('10.0.0.1');
  expect(() => limit.take('10.0.0.1')).toThrow(AppError);
  try {
    limit.take('10.0.0.1');
  } catch (error) {
    expect((error as AppError).toBody()).toMatchObject({ code: 'too.many', details: { s: 2 } });
  }
  limit.take('10.0.0.2');
  now += 2_000;
  limit.take('10.0.0.1');
  expect(() => limit.take('10.0.0.1')).toThrow(/Wait 2 s/);
});

test.each([
  ['::ffff:192.168.1.7', '192.168.1.7'],
  ['192.168.1.7', '192.168.1.7'],
  ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
])('counts %s as %s', (ip, key) => {
  expect(addressKey(ip)).toBe(key);
});
