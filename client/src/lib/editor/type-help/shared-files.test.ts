import { expect, test } from 'vitest';
import { SharedFiles } from './shared-files.ts';
import { uriOf } from './wire.ts';

function watched() {
  const told: [string, string, number | undefined][] = [];
  const files = new SharedFiles((method, params) => {
    const { uri, version } = (params as { textDocument: { uri: string; version?: number } })
      .textDocument;
    told.push([method.replace('textDocument/', ''), uri.replace('file:///src/', ''), version]);
  });
  return { files, told };
}

test('a program is opened once, then told about only when its text differs', () => {
  const { files, told } = watched();
  files.sync([{ name: 'main.py', text: 'a' }]);
  files.sync([{ name: 'main.py', text: 'a' }]);
  files.sync([{ name: 'main.py', text: 'ab' }]);
  expect(told).toEqual([
    ['didOpen', 'main.py', 1],
    ['didChange', 'main.py', 2],
  ]);
});

test('tables and notes stay out', () => {
  const { files, told } = watched();
  files.sync([{ name: 'data.csv', text: '1,2' }]);
  expect(told).toEqual([]);
});

test('a renamed file closes under its old name and opens under the new one', () => {
  const { files, told } = watched();
  files.sync([{ name: 'a.py', text: '1' }]);
  files.sync([{ name: 'b.py', text: '1' }]);
  expect(told.slice(1)).toEqual([
    ['didClose', 'a.py', undefined],
    ['didOpen', 'b.py', 1],
  ]);
});

test('findings about an older text are not current', () => {
  const { files } = watched();
  files.sync([{ name: 'Main.py', text: 'a' }]);
  files.sync([{ name: 'Main.py', text: 'ab' }]);
  expect(files.isCurrent(uriOf('Main.py'), 1)).toBe(false);
  expect(files.isCurrent(uriOf('main.py'), 2)).toBe(true);
  expect(files.isCurrent(uriOf('gone.py'), 1)).toBe(false);
});
