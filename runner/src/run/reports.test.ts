import { runError, runPlace } from '@learnflow/shared/run';
import { describe, expect, it } from 'vitest';

import { readDone, readPlace, readRaised } from './reports.ts';
import { readWritten } from './written.ts';

const files = [{ name: 'main.py', text: 'def f():\n    return 1 / 0\nf()\n' }];
const frame = (raised: object): Buffer =>
  Buffer.from(JSON.stringify({ type: 'ValueError', message: 'no', ...raised }));

describe('what a sandbox says of an exception', () => {
  it('quotes source lines from the files that were run, whatever the report claims', () => {
    const raised = readRaised(
      frame({
        file: 'main.py',
        line: 2,
        frames: [
          { file: 'main.py', line: 3, function: '<module>', text: 'rm -rf' },
          { file: '/etc/passwd', line: 1, function: 'root' },
          { file: 'main.py', line: 99, function: 'f' },
          { file: 'main.py', line: 2, function: 'f' },
        ],
      }),
      files,
    );
    expect(raised?.error.frames).toEqual([
      { file: 'main.py', line: 3, function: '<module>', text: 'f()' },
      { file: 'main.py', line: 2, function: 'f', text: 'return 1 / 0' },
    ]);
  });

  it('cuts what is too long and replaces what no database takes', () => {
    const values = Array.from({ length: 500 }, (_, n) => ({
      ...{ name: `x${n}`, type: 'str', repr: '\ud800\0'.repeat(5_000), length: 3 },
    }));
    const causes = Array.from({ length: 50 }, () => ({
      ...{ how: 'cause', type: 'E', message: 'm'.repeat(50_000) },
    }));
    const raised = readRaised(frame({ message: 'm'.repeat(1e6), values, causes }), files);
    expect(runError.safeParse(raised?.error).success).toBe(true);
    expect(JSON.stringify(raised)).not.toMatch(/\\u0000|\\ud800/);
    expect(JSON.stringify(raised).length).toBeLessThan(32 * 1024);
  });

  it('takes nothing for an exception that is none', () => {
    for (const text of ['', '{}', '[]', 'null', '{"type":1,"message":"x"}', '\xff'])
      expect(readRaised(Buffer.from(text), files)).toBeUndefined();
    expect(readRaised(frame({ file: '../x', line: 3, values: 'no', hint: 'gone' }), files)).toEqual(
      {
        ...{ error: { type: 'ValueError', message: 'no' }, hint: null, shadow: null },
      },
    );
  });
});

it('finds the innermost own line of a stack', () => {
  const stack = [
    'Stack (most recent call first):',
    '  File "/usr/lib/python3.11/json/decoder.py", line 3 in decode',
    String.raw`  File "/home/learner/main.py", line 2 in z\xe4hle`,
    '  File "/home/learner/main.py", line 3 in <module>',
  ].join('\n');
  const place = readPlace(Buffer.from(stack), files);
  expect(runPlace.parse(place)).toEqual({
    ...{ file: 'main.py', line: 2, function: 'zähle', text: 'return 1 / 0' },
  });
  expect(readPlace(Buffer.from('rubbish'), files)).toBeUndefined();
});

it('offers only files that a room may hold', () => {
  const written = (name: string, bytes: Buffer | string) =>
    readWritten(Buffer.concat([Buffer.from(`${name}\n`), Buffer.from(bytes)]));
  expect(written('results.csv', 'a,b\r\n1,2\r\n')).toEqual({
    ...{ name: 'results.csv', text: 'a,b\n1,2\n' },
  });
  for (const name of ['../x.txt', 'a b.txt', '.hidden.txt', 'x.exe', '', 'x'.repeat(300)])
    expect(written(name, 'x')).toBeUndefined();
  expect(written('x.txt', Buffer.from([0xff, 0xfe]))).toBeUndefined();
  expect(written('x.txt', 'a\0b')).toBeUndefined();
  expect(written('x.txt', Buffer.alloc(300_000, 'x'))).toBeUndefined();
  expect(readWritten(Buffer.from('no newline'))).toBeUndefined();
});

it('reads what was measured, and does without', () => {
  expect(readDone(Buffer.from('{"code":0,"signal":null,"cpuMs":5,"peakBytes":9}'))).toEqual({
    ...{ code: 0, signal: null, cpuMs: 5, peakBytes: 9 },
  });
  expect(readDone(Buffer.from('{"code":0,"signal":null}'))).toMatchObject({ cpuMs: 0 });
});
