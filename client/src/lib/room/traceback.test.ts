import { expect, test } from 'vitest';
import { TerminalScreen } from './terminal-screen.ts';
import { readTraceLine } from './traceback.ts';

const traceback = `Traceback (most recent call last):
  File "/home/learner/main.py", line 7, in <module>
    print(week[3])
          ~~~~^^^
IndexError: list index out of range
`;

function read(text: string, stream: 'out' | 'err' = 'err') {
  const screen = new TerminalScreen();
  screen.write({ stream, text });
  return screen
    .lines()
    .map((line) => readTraceLine(line, ['main.py', 'helpers.py', 'circle.py', 'shapes/circle.py']));
}

test('a traceback has a head, places, marks and an error', () => {
  expect(read(traceback).map((line) => line.kind)).toEqual([
    'head',
    'place',
    'plain',
    'marks',
    'error',
  ]);
});

test('a place in a file of the room leads to its line', () => {
  expect(read(traceback)[1]).toMatchObject({ file: 'main.py', line: 7, link: 'line 7' });
});

test('a place in a file of Python itself leads nowhere', () => {
  expect(read('  File "/usr/lib/python3/json/decoder.py", line 355, in decode\n')).toEqual([
    { kind: 'plain' },
  ]);
});

test('files of one name in different folders are told apart', () => {
  expect(read('  File "/home/learner/shapes/circle.py", line 2, in area\n')[0]).toMatchObject({
    file: 'shapes/circle.py',
    line: 2,
  });
  expect(read('  File "/usr/lib/python3/circle.py", line 2, in area\n')).toEqual([
    { kind: 'plain' },
  ]);
});

test('what a program prints on purpose is never taken for a traceback', () => {
  expect(read(traceback, 'out').every((line) => line.kind === 'plain')).toBe(true);
});
