import { expect, test } from 'vitest';
import { applyTileDelta, diffTile, type Tile, tileLimits } from './tile.ts';

function aTile(change: Partial<Tile> = {}): Tile {
  return {
    id: 'm1',
    name: 'Maya Cohen',
    ink: 0,
    roomId: 'r1',
    partners: [],
    status: 'flowing',
    since: 1,
    reason: '',
    handAt: 0,
    question: '',
    file: 'main.py',
    line: 2,
    from: 1,
    lines: ['a = 1', 'b = 2', 'print(a)'],
    editedAt: 1,
    bars: { 10: 3 },
    runBars: {},
    run: null,
    work: null,
    watchers: [],
    ...change,
  };
}

test('nothing travels when nothing changed', () => {
  expect(diffTile(aTile(), aTile())).toBeUndefined();
});

test('a changed line travels alone', () => {
  const after = aTile({ lines: ['a = 1', 'b = 23', 'print(a)'], editedAt: 9 });
  expect(diffTile(aTile(), after)).toEqual({ id: 'm1', editedAt: 9, rows: [[2, 'b = 23']] });
});

test('a moved window travels whole', () => {
  const delta = diffTile(aTile(), aTile({ from: 2, lines: ['b = 2', 'print(a)', ''] }));
  expect(delta).toEqual({ id: 'm1', from: 2, lines: ['b = 2', 'print(a)', ''] });
});

test('only the bar that grew travels, and bars out of the window are dropped', () => {
  const after = aTile({ bars: { 10: 4 } });
  expect(diffTile(aTile(), after)).toEqual({ id: 'm1', bars: { 10: 4 } });
  const later = applyTileDelta(aTile(), { id: 'm1', bars: { [10 + tileLimits.bars]: 1 } });
  expect(later.bars).toEqual({ [10 + tileLimits.bars]: 1 });
});

test('applying the difference gives the new tile, for random changes', () => {
  let seed = 5;
  const random = (n: number): number => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return seed % n;
  };
  let shown = aTile();
  let truth = aTile();
  for (let step = 0; step < 500; step += 1) {
    const lines = [...truth.lines];
    if (random(3) === 0) lines[random(3)] = `x = ${random(100)}`;
    truth = {
      ...truth,
      lines: random(9) === 0 ? [...lines, 'new'].slice(-tileLimits.windowLines) : lines,
      from: random(9) === 0 ? random(20) + 1 : truth.from,
      status: random(5) === 0 ? 'help' : 'flowing',
      run: random(4) === 0 ? { n: step, ok: false, label: 'IndexError', at: step } : truth.run,
      watchers: random(6) === 0 ? ['Ms Adeyemi'] : [],
      bars: { ...truth.bars, [10 + random(3)]: step },
    };
    const delta = diffTile(shown, truth);
    if (delta) shown = applyTileDelta(shown, delta);
    expect(shown).toEqual(truth);
  }
});
