import type { Status } from '@learnflow/shared';
import { describe, expect, test } from 'vitest';
import { aTile } from './a-tile.fixture.ts';
import { nextPlaces, placeTiles } from './need-order.ts';

const tile = (id: string, status: Status, since = 0, handAt = 0) =>
  aTile({ id, name: id, status, since, handAt });

describe('by need', () => {
  test('hands come first by the longest wait, then stuck by the oldest, then the rest A to Z', () => {
    const places = placeTiles(
      [
        tile('zoe', 'flowing', 1),
        tile('bea', 'flowing', 9),
        tile('fin', 'finished'),
        tile('off', 'offline'),
        tile('idle', 'idle'),
        tile('new-stuck', 'stuck', 500),
        tile('old-stuck', 'stuck', 100),
        tile('late-hand', 'help', 0, 900),
        tile('early-hand', 'help', 0, 200),
      ],
      'need',
    );
    expect(places.band).toEqual(['early-hand', 'late-hand', 'old-stuck', 'new-stuck']);
    expect(places.rest).toEqual(['bea', 'zoe', 'idle', 'off', 'fin']);
  });
  test('the band holds five, and ten compact ones in a lecture; the others lead the rest', () => {
    const needy = Array.from({ length: 12 }, (_, i) => tile(`s${10 + i}`, 'stuck', i));
    expect(placeTiles(needy, 'need').band).toHaveLength(5);
    expect(placeTiles(needy, 'need').rest[0]).toBe('s15');
    expect(placeTiles(needy, 'need', 41).band).toHaveLength(10);
  });
});

test('seats keep the order of joining and names the alphabet, without a band', () => {
  const tiles = [tile('nia', 'help', 0, 1), tile('ben', 'flowing'), tile('leo', 'stuck')];
  expect(placeTiles(tiles, 'seats')).toEqual({ band: [], rest: ['nia', 'ben', 'leo'] });
  expect(placeTiles(tiles, 'name')).toEqual({ band: [], rest: ['ben', 'leo', 'nia'] });
});

test('of those who work, whoever stands still comes first, in the order of need', () => {
  const flowing = ['ann', 'bob', 'cem'].map((id) => aTile({ id, name: id, status: 'flowing' }));
  const next = nextPlaces([
    { memberId: 'cem', reason: '3 tries without a new test' },
    { memberId: 'ann', reason: '' },
    { memberId: 'bob', reason: '2 tries without a new test' },
  ]);
  expect(placeTiles(flowing, 'need', 3, next).rest).toEqual(['cem', 'bob', 'ann']);
  // A fixed plan stays fixed.
  expect(placeTiles(flowing, 'name', 3, next).rest).toEqual(['ann', 'bob', 'cem']);
});
