import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { lineWriters } from './line-writers.ts';

/** Two people on one text, each with a document of their own. */
function twoPeople() {
  const docs = [new Y.Doc(), new Y.Doc()] as const;
  docs.forEach((doc, n) => (doc.clientID = n + 1));
  const [maya, leo] = docs;
  maya.on(
    'update',
    (update: Uint8Array, origin) => origin !== 'wire' && Y.applyUpdate(leo, update, 'wire'),
  );
  leo.on(
    'update',
    (update: Uint8Array, origin) => origin !== 'wire' && Y.applyUpdate(maya, update, 'wire'),
  );
  return { maya: maya.getText('t'), leo: leo.getText('t') };
}
const clients = (text: Y.Text) => lineWriters(text).map((one) => one?.client ?? null);

test('a line belongs to whoever wrote most of it, and an empty line to nobody', () => {
  const { maya, leo } = twoPeople();
  maya.insert(0, 'for i in x:\n\nprint(i)');
  leo.insert(maya.length, '  # what is i?');
  leo.insert(11, '\n    total += i');
  expect(clients(maya)).toEqual([1, 2, null, 2]);
  expect(clients(leo)).toEqual(clients(maya));
});

test('what was deleted counts for nobody', () => {
  const { maya, leo } = twoPeople();
  maya.insert(0, 'a long line of hers');
  leo.insert(0, 'x = 1 ');
  maya.delete(6, maya.length - 6);
  expect(clients(maya)).toEqual([2]);
});

test('of two with as much the later in the line has it, and the clock tells when it was written', () => {
  const { maya, leo } = twoPeople();
  maya.insert(0, '\nab');
  leo.insert(3, 'cd');
  expect(lineWriters(maya)).toEqual([null, { client: 2, clock: 0 }]);
});
