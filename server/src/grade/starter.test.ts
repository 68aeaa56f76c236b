import { fileFields, fileLimits, filesKey } from '@learnflow/shared';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readFiles } from '../collab/edits.ts';
import { createSeed } from '../collab/seed.ts';
import { putStarter, starterFileId } from './starter.ts';

const exercise = { id: 'test/rain', starter: [{ name: 'rain.py', text: 'week = []\n' }] };

function aRoom(): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, createSeed());
  return doc;
}

function addFile(doc: Y.Doc, id: string, name: string): void {
  const file = new Y.Map<unknown>();
  file.set(fileFields.name, name);
  file.set(fileFields.text, new Y.Text('mine'));
  file.set(fileFields.order, 1);
  doc.getMap(filesKey).set(id, file);
}

test('the files of an exercise come after those that are there, under an id that is always the same', () => {
  const doc = aRoom();
  expect(putStarter(doc, exercise)).toBe(true);
  expect(readFiles(doc)).toEqual([
    { id: 'main', name: 'main.py', text: '' },
    { id: starterFileId('test/rain', 'rain.py'), name: 'rain.py', text: 'week = []\n' },
  ]);
});

test('a second time puts nothing, neither over changed text nor after the file was deleted', () => {
  const doc = aRoom();
  putStarter(doc, exercise);
  const id = starterFileId('test/rain', 'rain.py');
  const text = doc.getMap<Y.Map<unknown>>(filesKey).get(id)?.get(fileFields.text);
  (text as Y.Text).insert(0, '# mine\n');
  putStarter(doc, exercise);
  expect(readFiles(doc)[1]?.text).toBe('# mine\nweek = []\n');
  doc.getMap(filesKey).delete(id);
  putStarter(doc, exercise);
  expect(readFiles(doc).map(({ name }) => name)).toEqual(['main.py']);
});

test('a name that is taken is left to whoever has it', () => {
  const doc = aRoom();
  addFile(doc, 'f1', 'Rain.py');
  putStarter(doc, exercise);
  expect(readFiles(doc).map(({ name }) => name)).toEqual(['main.py', 'Rain.py', 'rain_2.py']);
});

test('a full room is left as it is', () => {
  const doc = aRoom();
  for (let n = 1; n < fileLimits.maxFiles; n++) addFile(doc, `f${n}`, `f${n}.py`);
  expect(putStarter(doc, exercise)).toBe(false);
  expect(readFiles(doc)).toHaveLength(fileLimits.maxFiles);
  doc.getMap(filesKey).delete('f1');
  expect(putStarter(doc, exercise)).toBe(true);
});
