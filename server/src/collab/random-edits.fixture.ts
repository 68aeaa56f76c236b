import { fileFields, filesKey } from '@learnflow/shared';
import * as Y from 'yjs';

/** Same seed, same numbers; `below(n)` is one of 0…n−1. */
export function createRandom(seed: number): { random(): number; below(count: number): number } {
  let state = seed;
  const random = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return { random, below: (count) => Math.floor(random() * count) };
}
type Below = (count: number) => number;

/** One random change, of every kind that the product and the random tests of Yjs make. */
export function editAtRandom(doc: Y.Doc, step: number, below: Below): void {
  const files = doc.getMap<Y.Map<unknown>>(filesKey);
  const ids = [...files.keys()].sort();
  const file = files.get(ids[below(ids.length)] ?? '');
  const choice = below(100);
  if (choice < 45) insertText(textOf(file), `${step}\n`, below);
  else if (choice < 70) deleteText(textOf(file), below);
  else if (choice < 74) files.set(`f${below(6)}`, newFile(`new${step}.py`));
  else if (choice < 76) files.delete(`f${below(6)}`);
  else if (choice < 80) file?.set(fileFields.name, `name${step}.py`);
  else if (choice < 92) editList(doc.getArray('list'), step, below);
  else if (choice < 97) doc.getMap('map').set(`k${below(4)}`, step);
  else doc.getMap('map').delete(`k${below(4)}`);
}

function textOf(file: Y.Map<unknown> | undefined): Y.Text | undefined {
  const text = file?.get(fileFields.text);
  return text instanceof Y.Text ? text : undefined;
}

function insertText(text: Y.Text | undefined, words: string, below: Below): void {
  text?.insert(below(text.length + 1), words);
}

function deleteText(text: Y.Text | undefined, below: Below): void {
  if (!text || text.length === 0) return;
  const from = below(text.length);
  text.delete(from, Math.min(text.length - from, 1 + below(6)));
}

function editList(list: Y.Array<unknown>, step: number, below: Below): void {
  if (list.length === 0 || below(3) > 0) {
    const item = below(4) === 0 ? new Y.Map([['step', step]]) : step;
    list.insert(below(list.length + 1), [item, step]);
    return;
  }
  const from = below(list.length);
  list.delete(from, Math.min(list.length - from, 1 + below(3)));
}

function newFile(name: string): Y.Map<unknown> {
  const file = new Y.Map<unknown>();
  file.set(fileFields.name, name);
  file.set(fileFields.text, new Y.Text());
  file.set(fileFields.order, 1);
  return file;
}
