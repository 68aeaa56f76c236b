/** All families of errors, in the order in which they are asked: the first whose pattern fits a message explains it. */
import { callErrors } from './families/call-errors.ts';
import { indexErrors } from './families/index-errors.ts';
import { limitFamilies } from './families/limits.ts';
import { nameErrors } from './families/name-errors.ts';
import { operatorErrors } from './families/operator-errors.ts';
import { otherErrors } from './families/other-errors.ts';
import { rareErrors } from './families/rare-errors.ts';
import { syntaxErrors } from './families/syntax-errors.ts';
import { typeErrors } from './families/type-errors.ts';
import { valueErrors } from './families/value-errors.ts';
import type { Family } from './family.ts';

export const families: readonly Family[] = [
  ...syntaxErrors,
  ...otherErrors,
  ...rareErrors,
  ...indexErrors,
  ...nameErrors,
  ...typeErrors,
  ...operatorErrors,
  ...callErrors,
  ...valueErrors,
  ...limitFamilies,
];
