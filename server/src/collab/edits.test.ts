import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { type Edit, findCaret, locate, observeChanges, readFiles } from './edits.ts';
import { createSeed, firstFileId } from './seed.ts';

function aDocument(): { doc: Y.Doc; files: Y.Map<unknown>; text: Y.Text } {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, createSeed());
  const files = doc.getMap('files');
  const text = (files.get(firstFileId) as Y.Map<unknown>).get('text') as Y.Text;
  return { doc, files, text };
}

function addFile(files: Y.Map<unknown>, id: string, name: string, order: number): Y.Text {
  const text = new Y.Text();
  const file = new Y.Map<unknown>(Object.entries({ name, text, order }));
  files.set(id, file);
  return text;
}

test('a new room has one empty main.py', () => {
  expect(readFiles(aDocument().doc)).toEqual([{ id: firstFileId, name: 'main.py', text: '' }]);
});

test('files come in tab order, and what is not a file is left out', () => {
  const { doc, files, text } = aDocument();
  text.insert(0, 'print(1)');
  addFile(files, 'b', 'late.py', 2);
  addFile(files, 'a', 'early.py', 1);
  files.set('junk', 'text');
  files.set('half', new Y.Map([['name', 'no-text.py']]));
  expect(readFiles(doc).map(({ name }) => name)).toEqual(['main.py', 'early.py', 'late.py']);
});

test('an edit is told once per transaction, with the file and the line where its last change ended', () => {
  const { doc, files, text } = aDocument();
  const edits: Edit[] = [];
  observeChanges(doc, (change) => edits.push(locate(change)));
  const next = (change: () => void): Edit[] => {
    change();
    return edits.splice(0);
  };
  expect(next(() => text.insert(0, 'a = 1\nb = 2\nc = 3'))).toEqual([
    { fileId: firstFileId, line: 3 },
  ]);
  expect(next(() => text.insert(7, '_'))).toEqual([{ fileId: firstFileId, line: 2 }]);
  expect(next(() => text.delete(0, 1))).toEqual([{ fileId: firstFileId, line: 1 }]);
  expect(
    next(() =>
      doc.transact(() => {
        text.insert(0, 'x');
        text.insert(text.length, '!');
      }),
    ),
  ).toEqual([{ fileId: firstFileId, line: 3 }]);
  expect(next(() => addFile(files, 'b', 'b.py', 1))).toEqual([{ fileId: 'b', line: 1 }]);
});

test('a caret is found in its file and line; made-up positions are nowhere', () => {
  const { doc, text } = aDocument();
  text.insert(0, 'a\nb\nc');
  const head = Y.relativePositionToJSON(Y.createRelativePositionFromTypeIndex(text, 2)) as unknown;
  const found = { fileId: firstFileId, line: 2 };
  expect(findCaret(doc, { file: firstFileId, selection: { anchor: head, head } })).toEqual(found);
  expect(findCaret(doc, { file: 'wrong', selection: { anchor: head, head } })).toEqual(found);
  for (const selection of [
    null,
    7,
    {},
    { head: 1 },
    { head: { item: { client: 1, clock: 9e9 } } },
  ]) {
    expect(findCaret(doc, { selection })).toBeUndefined();
  }
});
