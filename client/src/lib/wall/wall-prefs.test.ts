import { expect, test } from 'vitest';
import { readPrefs, writePrefs } from './wall-prefs.ts';

function storageWith(text: string | null) {
  let stored = text;
  return {
    getItem: () => stored,
    setItem: (_key: string, value: string) => {
      stored = value;
    },
  };
}

test('what a teacher chose is there again next time', () => {
  const storage = storageWith(null);
  writePrefs(storage, { sort: 'seats', size: 'S', singleKeys: false });
  expect(readPrefs(storage)).toEqual({ sort: 'seats', size: 'S', singleKeys: false });
});

test('nothing, nonsense and old words count as not chosen', () => {
  const plain = { sort: 'need', size: undefined, singleKeys: true };
  for (const text of [null, 'no json', '[]', 'null', '{"sort":"height","size":7}']) {
    expect(readPrefs(storageWith(text))).toEqual(plain);
  }
});
