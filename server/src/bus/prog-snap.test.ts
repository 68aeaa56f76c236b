import { expect, test } from 'vitest';
import { csvLine } from './prog-snap.ts';

test('a cell is quoted where it must be, and is never a formula', () => {
  expect(csvLine(['a', 'b,c', 'say "x"', 'two\nlines', 3, ''])).toBe(
    'a,"b,c","say ""x""","two\nlines",3,\r\n',
  );
  expect(csvLine(['=HYPERLINK("x")', '+1', '-1', '@x', -1])).toBe(
    `"'=HYPERLINK(""x"")",'+1,'-1,'@x,-1\r\n`,
  );
});
