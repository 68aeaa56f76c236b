import { expect, test } from 'vitest';
import { aTile } from './a-tile.fixture.ts';
import { shortNames, spokenTile, statusWords, tileAge, whyWords } from './tile-words.ts';

const now = 10_000_000;

test('short names keep people apart: two that would read the same stay whole', () => {
  const names = shortNames([
    { id: '1', name: 'Maya Cohen' },
    { id: '2', name: 'Leo' },
    { id: '3', name: 'Ana María de la Cruz' },
    { id: '4', name: 'Ben Walker' },
    { id: '5', name: 'Ben White' },
  ]);
  expect([...names.values()].sort()).toEqual([
    'Ana María de la C',
    'Ben Walker',
    'Ben White',
    'Leo',
    'Maya C',
  ]);
});

test('a screen reader hears who, how, why, the last run, the partner and who looks in', () => {
  const tile = aTile({
    status: 'stuck',
    since: now - 240_000,
    reason: '3 × IndexError on line 7',
    run: { n: 3, ok: false, label: 'IndexError', line: 7, at: now },
    watchers: ['Raj Patel'],
  });
  expect(spokenTile(tile, now, ['Leo Marchetti'])).toBe(
    'Amara Okoye, stuck 4 minutes, 3 × IndexError on line 7, last run IndexError, ' +
      'Pair with Leo Marchetti, Raj Patel is in this room',
  );
});

test('a raised hand shows its wait from when it went up', () => {
  const tile = aTile({ status: 'help', since: now, handAt: now - 192_000 });
  expect(whyWords(tile, now)).toBe('Hand up 3:12');
  expect(statusWords(tile, now)).toBe('Hand up 3:12');
});

test('the age of a tile is that of the last key; offline says so', () => {
  expect(tileAge(aTile({ editedAt: now - 18_000 }), now)).toBe('18 s');
  expect(tileAge(aTile({ editedAt: 0 }), now)).toBe('');
  expect(tileAge(aTile({ status: 'offline', editedAt: now }), now)).toBe('offline');
});
