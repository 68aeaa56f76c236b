import { expect, test } from 'vitest';
import { wordProblem } from './problem-words.ts';

const at = (code: string | null, message: string) =>
  wordProblem({
    code,
    message,
    start_location: { row: 3, column: 5 },
    end_location: { row: 3, column: 5 },
  });

test('the common findings are said in plain words', () => {
  expect(at('F821', 'Undefined name `totl`').message).toContain("doesn't know totl");
  expect(at('invalid-syntax', "Expected ':', found newline").message).toContain('A : is missing');
});

test('a finding we have no words for keeps those of the checker', () => {
  expect(at('F502', 'Format string expected a mapping').message).toBe(
    'Format string expected a mapping',
  );
});

test('what stops the program is an error, what is superfluous is not', () => {
  expect(at('F821', 'Undefined name `x`').isError).toBe(true);
  expect(at(null, 'SyntaxError: whatever').isError).toBe(true);
  expect(at('F401', '`os` imported but unused').isError).toBe(false);
});

test('a finding of no width still gets something to underline', () => {
  expect(at('F821', 'Undefined name `x`').endColumn).toBe(6);
});
