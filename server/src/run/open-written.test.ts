import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { readFiles } from '../collab/edits.ts';
import { createSeed } from '../collab/seed.ts';
import { openWritten } from './open-written.ts';

test('a file of a program for which the room has no space is refused in a sentence', async () => {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, createSeed());
  let space = 500;
  const documents: Parameters<typeof openWritten>[0] = {
    files: () => Promise.resolve(readFiles(doc)),
    change: (_room, _by, edit) => Promise.resolve(edit(doc, (bytes) => bytes <= space)),
  };
  const written = { name: 'table.csv', text: 'a,b\n'.repeat(200), replace: true, by: 'maya' };
  await expect(openWritten(documents, 'room', written)).rejects.toThrow(
    'The room is full, so table.csv was not opened.',
  );
  expect(readFiles(doc)).toHaveLength(1);
  space = 1000;
  await openWritten(documents, 'room', written);
  expect(readFiles(doc)[1]?.text).toBe(written.text);
});
