import { expect, test } from 'vitest';
import { pickAttemptFiles } from '../grade/attempt-files.ts';
import { pickRunFiles } from './run-files.ts';

const aFile = (name: string, text = name) => ({ id: name, name, text });
const inRoom = [
  'main.py',
  'shapes/circle.py',
  'shapes/__init__.py',
  '../outside.py',
  'shapes/../../outside.py',
  '/etc/cron.py',
  'a/b/c/deep.py',
].map((name) => aFile(name));
const kept = ['main.py', 'shapes/__init__.py', 'shapes/circle.py'];

test('files in folders go into the sandbox, names that lead out of it stay behind', () => {
  const { files, entry } = pickRunFiles(inRoom, 'main.py');
  expect(entry).toBe('main.py');
  expect(files.map(({ name }) => name).sort()).toEqual(kept);
});

test('a file in a folder can be the one that runs', () => {
  expect(pickRunFiles(inRoom, 'shapes/circle.py').entry).toBe('shapes/circle.py');
  expect(() => pickRunFiles(inRoom, '../outside.py')).toThrow('Only Python files can run');
});

test('what is judged has the same folders', () => {
  const exercise = { id: 'course/one', entry: 'main.py', starter: [] };
  expect(pickAttemptFiles(inRoom, exercise).map(({ name }) => name)).toEqual(kept);
});
