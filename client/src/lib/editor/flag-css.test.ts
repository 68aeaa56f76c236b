import { expect, test } from 'vitest';
import { cssString, flagRules } from './flag-css.ts';

test('a name cannot leave its string or its stylesheet', () => {
  const css = cssString('"}</style>\\a');
  expect(css.slice(1, -1)).not.toMatch(/["{}<>]/);
  expect(css).toBe('"\\22 \\7d \\3c \\2f style\\3e \\5c a"');
});

test('names in other scripts come through as escapes', () => {
  expect(cssString('Zoë 李')).toBe('"Zo\\eb  \\674e "');
});

test('the flag shows the name while it is open and a tab afterwards', () => {
  const leo = { clientId: 7, name: 'Leo', ink: 'coral' };
  expect(flagRules(leo, true)).toContain('.lf-caret-7::after{content:"Leo"}');
  expect(flagRules(leo, false)).toContain('.lf-caret-7::after{content:"";width:7px');
});

test('the flag of somebody who points says so', () => {
  const leo = { clientId: 7, name: 'Leo', ink: 'coral', points: true };
  expect(flagRules(leo, true)).toContain('.lf-caret-7::after{content:"Leo pointing"}');
});

test('staff write with the pen, and an unknown ink cannot carry CSS', () => {
  expect(flagRules({ clientId: 1, name: 'Ms Adeyemi', ink: 'pen' }, true)).toContain('var(--pen)');
  expect(flagRules({ clientId: 1, name: 'x', ink: 'red}body{' }, true)).toContain('var(--u-slate)');
});
