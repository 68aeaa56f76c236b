import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { insertFile, textIn } from '../editor/room-files.ts';
import { type Rescue, rescueOf, stillMissing, textsOf } from './rescue.ts';

function room(files: Record<string, string>): Y.Doc {
  const doc = new Y.Doc();
  for (const [name, text] of Object.entries(files)) {
    textIn(doc, insertFile(doc, name))?.insert(0, text);
  }
  return doc;
}
const about = { id: 'r1', roomId: 'room', memberId: 'maya', at: 5 };

test('a rescue copy holds each file as it was here, without empty ones', () => {
  const rescue = rescueOf(room({ 'main.py': 'print(1)\n', 'notes.md': ' \n' }), about);
  expect(rescue).toEqual({ ...about, files: [{ name: 'main.py', text: 'print(1)\n' }] });
});

test('nothing typed, nothing to rescue', () => {
  expect(rescueOf(room({ 'main.py': '' }), about)).toBeUndefined();
});

test('files that the room has letter for letter leave the copy', () => {
  const rescue = rescueOf(room({ 'main.py': 'print(1)', 'b.py': 'b = 2' }), about) as Rescue;
  const server = textsOf(room({ 'main.py': 'print(', 'b.py': 'b = 2' }));
  expect(stillMissing(rescue, server)?.files).toEqual([{ name: 'main.py', text: 'print(1)' }]);
});

test('a file that the room has under another name, or no more, stays in the copy', () => {
  const rescue = rescueOf(room({ 'main.py': 'print(1)' }), about) as Rescue;
  expect(stillMissing(rescue, textsOf(room({ 'other.py': 'print(1)' })))).toEqual(rescue);
  expect(stillMissing(rescue, [])).toEqual(rescue);
});

test('a copy of what the room has as well goes by itself', () => {
  const rescue = rescueOf(room({ 'main.py': 'print(1)' }), about) as Rescue;
  expect(stillMissing(rescue, textsOf(room({ 'main.py': 'print(1)' })))).toBeUndefined();
});
