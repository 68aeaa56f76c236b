import type { RunEnd } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { errorMarkOf } from './error-mark.ts';
import { TerminalScreen } from './terminal-screen.ts';

function linesOf(text: string) {
  const screen = new TerminalScreen();
  screen.write({ stream: 'err', text });
  return screen.lines();
}
const end: RunEnd = {
  reason: 'error',
  exitCode: 1,
  durationMs: 5,
  truncated: false,
  error: { type: 'IndexError', message: 'list index out of range', file: 'main.py', line: 3 },
};
const trace = [
  'Traceback (most recent call last):',
  '  File "/home/learner/main.py", line 3, in <module>',
  '    print(week[i])',
  '          ~~~~^^^',
  'IndexError: list index out of range',
  '',
].join('\n');

test('the mark knows how the line read when it failed', () => {
  expect(errorMarkOf(end, linesOf(trace), 'main.py')).toEqual({
    line: 3,
    message: 'IndexError: list index out of range',
    source: 'print(week[i])',
  });
});

test('a file of the same name in a folder is another one', () => {
  const text = trace.replace('learner/main.py', 'learner/shapes/main.py');
  expect(errorMarkOf(end, linesOf(text), 'main.py')?.source).toBeUndefined();
  const inFolder = { ...end, error: { ...end.error, file: 'shapes/main.py' } as RunEnd['error'] };
  expect(errorMarkOf(inFolder as RunEnd, linesOf(text), 'main.py')).toBeUndefined();
  expect(errorMarkOf(inFolder as RunEnd, linesOf(text), 'shapes/main.py')?.source).toBe(
    'print(week[i])',
  );
});

test('another file, a good end and a cleared terminal give no quoted line', () => {
  expect(errorMarkOf(end, linesOf(trace), 'other.py')).toBeUndefined();
  expect(errorMarkOf(null, linesOf(trace), 'main.py')).toBeUndefined();
  expect(errorMarkOf(end, linesOf(''), 'main.py')?.source).toBeUndefined();
});
