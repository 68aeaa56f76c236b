import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { fileNameProblem, filesOf, insertFile, listFiles, textIn } from './room-files.ts';

test('files stand in the order in which they were added', () => {
  const doc = new Y.Doc();
  insertFile(doc, 'main.py');
  insertFile(doc, 'a.py');
  expect(listFiles(doc).map((file) => file.name)).toEqual(['main.py', 'a.py']);
});

test('two people who add a file at once see the same order', () => {
  const mine = new Y.Doc();
  const theirs = new Y.Doc();
  insertFile(mine, 'mine.py');
  insertFile(theirs, 'theirs.py');
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(theirs));
  Y.applyUpdate(theirs, Y.encodeStateAsUpdate(mine));
  expect(listFiles(mine)).toEqual(listFiles(theirs));
  expect(listFiles(mine)).toHaveLength(2);
});

test('a name is refused with the reason, and a file may keep its own', () => {
  const doc = new Y.Doc();
  const id = insertFile(doc, 'main.py');
  const files = listFiles(doc);
  expect(fileNameProblem(files, 'MAIN.py')).toBe('file.name.taken');
  expect(fileNameProblem(files, 'main.py', id)).toBeUndefined();
  expect(fileNameProblem(files, '../x.py')).toBe('file.name');
  expect(fileNameProblem(files, 'shapes/circle.py')).toBeUndefined();
  expect(fileNameProblem(files, 'shapes/round/big/circle.py')).toBe('file.name');
  const many = Array.from({ length: 20 }, (_, n) => ({ id: `${n}`, name: `f${n}.py` }));
  expect(fileNameProblem(many, 'one-more.py')).toBe('file.tooMany');
  expect(fileNameProblem(many, 'renamed.py', '3')).toBeUndefined();
});

test('a file and a folder of one name are kept apart, because Python would see only one of them', () => {
  const files = [
    { id: '1', name: 'shapes/circle.py' },
    { id: '2', name: 'main.py' },
  ];
  expect(fileNameProblem(files, 'shapes.py')).toBe('file.name.module');
  expect(fileNameProblem(files, 'shapes.csv')).toBeUndefined();
  expect(fileNameProblem(files, 'shapes.py', '1')).toBeUndefined();
  expect(fileNameProblem(files, 'main/util.py')).toBe('file.name.module');
  expect(fileNameProblem(files, 'shapes/square.py')).toBeUndefined();
});

test('the text of a deleted file is gone', () => {
  const doc = new Y.Doc();
  const id = insertFile(doc, 'main.py');
  expect(textIn(doc, id)).toBeInstanceOf(Y.Text);
  filesOf(doc).delete(id);
  expect(textIn(doc, id)).toBeUndefined();
});
