import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { containsUpdate, dropPending, isDeletion } from './update-check.ts';
import { scanUpdate } from './update-scan.ts';

test('a document contains what it has, and neither new text nor new deletions', () => {
  const doc = new Y.Doc();
  const text = doc.getText('t');
  text.insert(0, 'hello world');
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  const parse = (from: Y.Doc): NonNullable<ReturnType<typeof scanUpdate>> =>
    scanUpdate(Y.encodeStateAsUpdate(from)) ?? expect.fail('not an update');
  expect(containsUpdate(doc, parse(other))).toBe(true);

  other.getText('t').delete(2, 3);
  expect(containsUpdate(doc, parse(other))).toBe(false);
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(other));
  expect(containsUpdate(doc, parse(other))).toBe(true);

  other.getText('t').insert(0, 'x');
  expect(containsUpdate(doc, parse(other))).toBe(false);
});

test('it agrees with the snapshot comparison of Yjs over random edits', () => {
  const server = new Y.Doc();
  const client = new Y.Doc();
  for (let step = 0; step < 400; step++) {
    const text = client.getText('t');
    if (Math.random() < 0.6) text.insert(Math.floor(Math.random() * (text.length + 1)), 'ab');
    else if (text.length > 1) text.delete(Math.floor(Math.random() * (text.length - 1)), 1);
    if (Math.random() < 0.5) Y.applyUpdate(server, Y.encodeStateAsUpdate(client));
    const update = Y.encodeStateAsUpdate(client, Y.encodeStateVector(server));
    const parsed = scanUpdate(update);
    expect(parsed && containsUpdate(server, parsed)).toBe(
      Y.snapshotContainsUpdate(Y.snapshot(server), update),
    );
  }
});

test('an update without its predecessors leaves nothing behind', () => {
  const doc = new Y.Doc();
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getText('t').insert(0, 'a');
  doc.getText('t').insert(1, 'b');
  doc.getText('t').delete(0, 1);
  const [, second, deletion] = updates;
  const server = new Y.Doc();
  for (const update of [second, deletion]) {
    Y.applyUpdate(server, update ?? expect.fail());
    expect(dropPending(server)).toBe(true);
    expect(dropPending(server)).toBe(false);
  }
  expect(isDeletion(scanUpdate(deletion ?? expect.fail()) ?? expect.fail())).toBe(true);
});
