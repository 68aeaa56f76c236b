import { randomInt } from 'node:crypto';
import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import * as Y from 'yjs';
import { dropPending, hasPending } from './update-check.ts';
import { scanUpdate } from './update-scan.ts';
import { sliceUpdate } from './update-slices.ts';

/** A document with everything Yjs can hold, by several clients. */
function aRichDocument(edits: number): Y.Doc {
  const docs = [new Y.Doc(), new Y.Doc(), new Y.Doc()];
  for (let n = 0; n < edits; n++) {
    const doc = docs[n % 3] ?? expect.fail();
    const text = doc.getText('t');
    const list = doc.getArray('a');
    switch (randomInt(9)) {
      case 0:
        list.push([{ deep: [1, 'zwei', null, true, 2.5] }, new Uint8Array([1, 2])]);
        break;
      case 1:
        doc.getMap('m').set(`key ${randomInt(5)}`, new Y.Map([['x', 'größer 🚀']]));
        break;
      case 2:
        text.insertEmbed(0, { image: 'x' });
        break;
      case 3:
        if (text.length > 2) text.format(0, 2, { bold: true });
        break;
      case 4:
        if (text.length > 3) text.delete(randomInt(text.length - 2), 2);
        break;
      case 5:
        doc.getXmlFragment('x').push([new Y.XmlElement('p'), new Y.XmlText('hi')]);
        break;
      case 6:
        doc.getMap('docs').set('sub', new Y.Doc());
        break;
      default:
        text.insert(randomInt(text.length + 1), 'ä🚀b');
    }
    const other = docs[randomInt(3)];
    if (other && n % 7 === 0) Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  }
  const [whole = expect.fail()] = docs;
  for (const doc of docs) Y.applyUpdate(whole, Y.encodeStateAsUpdate(doc));
  return whole;
}

test('U7: it reads the same structs and deletions as Yjs itself, for every kind of content', () => {
  for (let round = 0; round < 20; round++) {
    const update = Y.encodeStateAsUpdate(aRichDocument(200));
    const scan = scanUpdate(update) ?? expect.fail('not read');
    const expected = Y.decodeUpdate(update);
    const ends = new Map<number, number>();
    for (const { id, length } of expected.structs) ends.set(id.client, id.clock + length);
    expect(new Map(scan.structs.map(({ client, end }) => [client, end]))).toEqual(ends);
    expect(scan.structs.reduce((sum, { count }) => sum + count, 0)).toBe(expected.structs.length);
    const deleted = [...expected.ds.clients].map(([client, ranges]) => [
      client,
      ranges.flatMap(({ clock, len }) => [clock, len]),
    ]);
    expect(scan.deletes.map(({ client, ranges }) => [client, ranges])).toEqual(deleted);
  }
});

test('U7: what it lets through, Yjs can read; cut and twisted bytes are told apart', () => {
  const honest = Y.encodeStateAsUpdate(aRichDocument(60));
  for (let cut = 0; cut < honest.length; cut++)
    expect(scanUpdate(honest.slice(0, cut))).toBeUndefined();
  let passed = 0;
  for (let round = 0; round < 3000; round++) {
    const twisted = honest.slice();
    for (let flips = 0; flips < 2; flips++) twisted[randomInt(twisted.length)] = randomInt(256);
    if (!scanUpdate(twisted)) continue;
    passed++;
    expect(() => Y.decodeUpdate(twisted)).not.toThrow();
  }
  expect(passed).toBeGreaterThan(0);
});

test('U7: forged counts, clocks, ids and repeated clients are no update', () => {
  const forge = (...numbers: number[]): Uint8Array => {
    const encoder = encoding.createEncoder();
    for (const number of numbers) encoding.writeVarUint(encoder, number);
    return encoding.toUint8Array(encoder);
  };
  const gc = 0;
  expect(scanUpdate(forge(1, 1, 7, 0, gc, 3, 0))).toBeDefined();
  expect(scanUpdate(forge(1, 2 ** 31, 7, 0, gc, 3, 0))).toBeUndefined();
  expect(scanUpdate(forge(2 ** 31, 1, 7, 0, gc, 3, 0))).toBeUndefined();
  expect(scanUpdate(forge(1, 1, 2 ** 32, 0, gc, 3, 0))).toBeUndefined();
  expect(scanUpdate(forge(1, 1, 7, 2 ** 50, gc, 3, 0))).toBeUndefined();
  expect(scanUpdate(forge(1, 1, 7, 0, gc, 2 ** 50, 0))).toBeUndefined();
  expect(scanUpdate(forge(1, 1, 7, 0, gc, 0, 0))).toBeUndefined();
  expect(scanUpdate(forge(2, 1, 7, 0, gc, 3, 1, 7, 0, gc, 3, 0))).toBeUndefined();
  expect(scanUpdate(forge(0, 1, 7, 1, 2 ** 50, 3))).toBeUndefined();
});

test('U7: a gap that carries flags is no update, because Yjs reads it in two ways', () => {
  const skip = 10;
  const update = (info: number): Uint8Array => Uint8Array.of(1, 1, 7, 0, info, 3, 0);
  expect(scanUpdate(update(skip))).toBeDefined();
  for (const flags of [32, 64, 128, 224]) expect(scanUpdate(update(skip | flags))).toBeUndefined();
});

test('U8: a large update cut into slices does the same as the whole', () => {
  const doc = aRichDocument(100);
  const text = doc.getText('t');
  for (let n = 0; n < 6000; n++) text.insert(randomInt(text.length + 1), 'x');
  for (let n = 0; n < 3000; n++) text.delete(randomInt(text.length), 1);
  const other = new Y.Doc();
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  for (let n = 0; n < 2500; n++) other.getText('t').insert(randomInt(text.length), 'y');
  const whole = Y.encodeStateAsUpdate(other);
  const slices = sliceUpdate(whole, scanUpdate(whole) ?? expect.fail());
  expect(slices.length).toBeGreaterThan(8);
  const copy = new Y.Doc();
  for (const slice of slices) {
    expect(scanUpdate(slice)?.parts).toBeLessThanOrEqual(1000);
    Y.applyUpdate(copy, slice);
  }
  expect(hasPending(copy)).toBe(false);
  expect(dropPending(copy)).toBe(false);
  expect(Y.encodeStateVector(copy)).toEqual(Y.encodeStateVector(other));
  expect(copy.getText('t').toString()).toBe(other.getText('t').toString());
});

test('U8: a small update is not cut', () => {
  const update = Y.encodeStateAsUpdate(aRichDocument(50));
  expect(sliceUpdate(update, scanUpdate(update) ?? expect.fail())).toEqual([update]);
});
