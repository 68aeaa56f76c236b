import { expect, test } from 'vitest';
import { parseTraceback } from '../src/explain/traceback.ts';
import { readPrograms, runPrograms } from './corpus.ts';

test('a plain traceback with marks', () => {
  const text = `Traceback (most recent call last):
  File "/home/learner/rainfall.py", line 23, in <module>
    print(rising_days(week))
          ^^^^^^^^^^^^^^^^^
  File "/home/learner/rainfall.py", line 7, in rising_days
    if readings[i + 1] > readings[i]:
       ~~~~~~~~^^^^^^^
IndexError: list index out of range
`;
  expect(parseTraceback(text)).toEqual({
    type: 'IndexError',
    message: 'list index out of range',
    frames: [
      {
        file: '/home/learner/rainfall.py',
        line: 23,
        function: '<module>',
        text: 'print(rising_days(week))',
        marks: { from: 6, to: 23 },
      },
      {
        file: '/home/learner/rainfall.py',
        line: 7,
        function: 'rising_days',
        text: 'if readings[i + 1] > readings[i]:',
        marks: { from: 3, to: 18 },
      },
    ],
  });
});

test('a syntax error has no head and no function', () => {
  const text = `  File "main.py", line 2
    print(x
         ^
SyntaxError: '(' was never closed
`;
  expect(parseTraceback(text)).toEqual({
    type: 'SyntaxError',
    message: "'(' was never closed",
    frames: [
      { file: 'main.py', line: 2, function: '', text: 'print(x', marks: { from: 5, to: 6 } },
    ],
  });
});

test('of a chain the last exception counts', () => {
  const text = `Traceback (most recent call last):
  File "a.py", line 2, in <module>
    int("x")
ValueError: invalid literal for int() with base 10: 'x'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "a.py", line 4, in <module>
    print(y)
NameError: name 'y' is not defined. Did you mean: 'x'?
`;
  expect(parseTraceback(text)).toMatchObject({
    type: 'NameError',
    message: "name 'y' is not defined",
    frames: [{ line: 4 }],
  });
});

test('a repeated frame, a missing source line, a module before the class, a message of two lines', () => {
  const text = `Traceback (most recent call last):
  File "a.py", line 2, in f
    f()
  [Previous line repeated 996 more times]
  File "<string>", line 1, in <module>
json.decoder.JSONDecodeError: Expecting value
second line
`;
  expect(parseTraceback(text)).toMatchObject({
    type: 'JSONDecodeError',
    message: 'Expecting value\nsecond line',
    frames: [{ line: 2 }, { file: '<string>', line: 1, function: '<module>' }],
  });
});

test('an exception group is read behind its rails', () => {
  const text = `  + Exception Group Traceback (most recent call last):
  |   File "a.py", line 1, in <module>
  |     raise ExceptionGroup("many", [ValueError("a")])
  | ExceptionGroup: many (1 sub-exception)
  +-+---------------- 1 ----------------
    | ValueError: a
    +------------------------------------
`;
  expect(parseTraceback(text)).toMatchObject({ type: 'ExceptionGroup', frames: [{ line: 1 }] });
});

test('a traceback that was cut at its front still tells its error', () => {
  const text = `ing_days
    if readings[i + 1] > readings[i]:
IndexError: list index out of range`;
  expect(parseTraceback(text)).toMatchObject({
    type: 'IndexError',
    message: 'list index out of range',
  });
  expect(parseTraceback('hello\nworld')).toBeUndefined();
  expect(parseTraceback('')).toBeUndefined();
});

test('every traceback of the programs tells what the exception itself tells', () => {
  for (const { program, run } of runPrograms([
    ...readPrograms('runtime'),
    ...readPrograms('syntax'),
  ])) {
    const { error } = run.end;
    if (!error) continue;
    const read = parseTraceback(run.errorText);
    expect([program.id, read?.type], run.errorText).toEqual([program.id, error.type]);
    expect(read?.message.trim()).toBe(error.message.trim());
    if (error.line !== undefined)
      expect(read?.frames.some((frame) => frame.line === error.line)).toBe(true);
  }
});
