import { expect, test } from 'vitest';
import { createOriginCheck } from './origin.ts';

test.each([
  ['http://school.lan:4000', 'school.lan:4000', true],
  ['http://school.lan:4000', 'School.lan:4000', true],
  ['http://192.168.1.7:4000', '192.168.1.7:4000', true],
  ['https://learn.school.example', '10.0.0.5:4000', true],
  ['http://school.lan:4001', 'school.lan:4000', false],
  ['http://evil.example', 'school.lan:4000', false],
  ['http://school.lan:4000.evil.example', 'school.lan:4000', false],
  ['null', 'school.lan:4000', false],
  [undefined, 'school.lan:4000', false],
  ['file://', 'school.lan:4000', false],
  ['http://x', undefined, false],
])('a page of %s may change things on %s: %s', (origin, host, allowed) => {
  const isAllowedOrigin = createOriginCheck('https://learn.school.example/');
  expect(isAllowedOrigin({ headers: { origin, host } })).toBe(allowed);
});
