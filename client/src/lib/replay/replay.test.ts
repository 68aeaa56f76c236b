import { describe, expect, test } from 'vitest';
import { lineAuthors } from './line-authors.ts';
import { advance, countUpTo } from './play-clock.ts';
import { replayCommand } from './replay-keys.ts';
import { barsOf, createAxis } from './track-axis.ts';

const minute = 60_000;

describe('playing', () => {
  test('goes on as fast as it is told while things happen', () => {
    const events = [0, 5_000, 15_000];
    expect(advance(0, 40, events)).toBe(40);
    expect(advance(4_990, 160, events)).toBe(5_150);
  });

  test('skips a pause of more than 20 s, up to a second before it ends', () => {
    const events = [0, 5 * minute, 5 * minute + 100];
    expect(advance(10, 16, events)).toBe(5 * minute - 1_000 + 16);
  });

  test('does not skip a pause of 20 s', () => {
    expect(advance(0, 16, [0, 20_000])).toBe(16);
  });

  test('stops at the last event', () => {
    expect(advance(990, 400, [0, 1_000])).toBe(1_000);
    expect(advance(1_000, 400, [0, 1_000])).toBe(1_000);
    expect(advance(7, 400, [])).toBe(7);
  });

  test('a whole lesson at 16 times takes as long as what happened in it', () => {
    const events = [0, 1_000, 2_000, 30 * minute, 30 * minute + 1_000, 90 * minute];
    let at = 0;
    let frames = 0;
    for (; at < (events.at(-1) ?? 0); frames++) at = advance(at, 16 * 16, events);
    expect(frames).toBeLessThan(30);
  });

  test('places in a sorted list are found', () => {
    expect([-1, 0, 5, 9, 10, 99].map((value) => countUpTo([0, 5, 10], value))).toEqual([
      0, 1, 2, 2, 3, 3,
    ]);
  });
});

describe('the track', () => {
  test('is straight where nothing is cut', () => {
    const axis = createAxis([0, 2 * minute, 4 * minute], 4 * minute);
    expect(axis.pauses).toEqual([]);
    expect([0, minute, 2 * minute, 4 * minute].map(axis.place)).toEqual([0, 0.25, 0.5, 1]);
    expect(axis.time(0.25)).toBe(minute);
  });

  test('draws a pause of a day short, and both sides keep their size', () => {
    const day = 24 * 60 * minute;
    const axis = createAxis([0, minute, day, day + minute], day + minute);
    expect(axis.pauses).toEqual([{ from: minute, to: day }]);
    expect(axis.place(minute)).toBeCloseTo(0.4);
    expect(axis.place(day)).toBeCloseTo(0.6);
    expect(axis.place(day + minute)).toBe(1);
  });

  test('a time and its place lead to each other', () => {
    const axis = createAxis([0, minute, 50 * minute, 51 * minute, 200 * minute], 201 * minute);
    for (let at = 0; at <= 201 * minute; at += 77_777) {
      expect(axis.time(axis.place(at))).toBeCloseTo(at, 3);
    }
    expect(axis.time(-1)).toBe(0);
    expect(axis.time(2)).toBe(201 * minute);
  });

  test('a room of one second is not stretched over everything', () => {
    expect(createAxis([0, 1_000], 1_000).place(1_000)).toBeCloseTo(1 / 60);
  });

  test('bars stand where their ten seconds are, and one paste does not flatten the rest', () => {
    const axis = createAxis([0, 100_000], 100_000);
    const bars = barsOf(
      [
        [0, 400],
        [5, 4],
      ],
      { startAt: 0, binMs: 10_000 },
      axis,
    );
    expect(bars.map(({ x }) => x)).toEqual([0, 0.5]);
    expect(bars[0]?.height).toBe(1);
    expect(bars[1]?.height).toBeCloseTo(0.12);
    expect(bars[0]?.width).toBeCloseTo(0.08);
  });
});

describe('the margin', () => {
  test('gives a line to whoever wrote most of what one sees', () => {
    const text = 'for i in x:\n    print(i)\n\nend';
    const ranges: [number, string | null][] = [
      [12, 'maya'],
      [4, 'leo'],
      [8, 'maya'],
      [2, 'leo'],
      [3, null],
    ];
    expect(lineAuthors(text, ranges)).toEqual(['maya', 'maya', null, null]);
    expect(lineAuthors('', [])).toEqual([null]);
  });
});

describe('keys', () => {
  const press = (key: string, shift = false) => ({ key, shift, modified: false });
  test('move by five seconds and by runs, on the track and where nothing has the focus', () => {
    for (const on of ['track', 'nothing'] as const) {
      expect(replayCommand(press('ArrowLeft'), on)).toBe('back');
      expect(replayCommand(press('ArrowRight', true), on)).toBe('nextRun');
      expect(replayCommand(press(' '), on)).toBe('toggle');
      expect(replayCommand(press('L'), on)).toBe('live');
    }
  });
  test('Home and End belong to the page unless the track has the focus', () => {
    expect(replayCommand(press('Home'), 'track')).toBe('start');
    expect(replayCommand(press('Home'), 'nothing')).toBeUndefined();
  });
  test('of text fields and buttons stay theirs, and so do combinations', () => {
    expect(replayCommand(press(' '), 'other')).toBeUndefined();
    expect(replayCommand({ ...press('l'), modified: true }, 'track')).toBeUndefined();
  });
});
