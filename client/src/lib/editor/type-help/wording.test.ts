import { expect, test } from 'vitest';
import { isUriOf, type LspDiagnostic, uriOf } from './wire.ts';
import { kindOf, markdownOf, plainly, worthSaying } from './wording.ts';

const found = (code: string | undefined, severity = 1): LspDiagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  severity,
  message: 'Something',
  ...(code === undefined ? {} : { code }),
});

test('mistakes about types and attributes are told', () => {
  const list = [found('reportAttributeAccessIssue'), found('reportArgumentType', 2)];
  expect(worthSaying(list)).toEqual(list);
});

test('what the usual checker says in plain words is not said twice, nor are hints', () => {
  const twice = [
    found(undefined),
    found('reportUndefinedVariable'),
    found('reportUnusedImport', 4),
  ];
  expect(worthSaying(twice)).toEqual([]);
});

test('a module that only the machine with Python has is not called missing', () => {
  expect(worthSaying([found('reportMissingImports')])).toEqual([]);
});

test('a message keeps its first sentence', () => {
  expect(plainly('"str" has no "shout"\n  Attribute "shout" is unknown')).toBe(
    '"str" has no "shout"',
  );
});

test('kinds of completions follow the numbers of the protocol', () => {
  expect([2, 3, 7, 9, 14, 25, 99].map((kind) => kindOf({ label: 'x', kind }))).toEqual([
    'Method',
    'Function',
    'Class',
    'Module',
    'Keyword',
    'TypeParameter',
    'Text',
  ]);
});

test('texts become Markdown in either form, and empty ones nothing', () => {
  expect(markdownOf({ kind: 'markdown', value: '*a*' })).toEqual({ value: '*a*' });
  expect(markdownOf('a')).toEqual({ value: 'a' });
  expect(markdownOf('')).toBeUndefined();
});

test('a file is recognised although the server writes its address in lower case', () => {
  expect(isUriOf(uriOf('Main.py').toLowerCase(), 'Main.py')).toBe(true);
  expect(isUriOf(uriOf('main.py'), 'other.py')).toBe(false);
});
