import { describe, expect, test } from 'vitest';
import { diffTexts } from './text-diff.ts';

function apply(text: string, edits: ReturnType<typeof diffTexts>): string {
  return edits.reduceRight(
    (result, { at, remove, insert }) => result.slice(0, at) + insert + result.slice(at + remove),
    text,
  );
}

describe('the edits from one text to another', () => {
  test('are as small as can be', () => {
    const before = 'for i in x:\n    print(i)\n';
    expect(diffTexts(before, 'for i in y:\n    print(i + 1)\n')).toEqual([
      { at: 9, remove: 1, insert: 'y' },
      { at: 23, remove: 0, insert: ' + 1' },
    ]);
    expect(diffTexts(before, before)).toEqual([]);
  });

  test('never cut an emoji in half, although its first half stays', () => {
    expect(diffTexts('a😀b', 'a😁b')).toEqual([{ at: 1, remove: 2, insert: '😁' }]);
  });

  test('lead to the other text, whatever the two are', () => {
    let state = 3;
    const below = (max: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * max);
    };
    const signs = ['a', 'b', '\n', '😀', '😁', ' '];
    const aText = () => Array.from({ length: below(60) }, () => signs[below(6)]).join('');
    for (let n = 0; n < 5_000; n++) {
      const before = aText();
      const after = aText();
      expect(apply(before, diffTexts(before, after))).toBe(after);
    }
  });

  test('of long texts with nothing in common are found at once', () => {
    const before = Array.from({ length: 15_000 }, (_, n) => `line ${n}\n`).join('');
    const after = Array.from({ length: 15_000 }, (_, n) => `zeile ${n * 3}\n`).join('');
    const started = performance.now();
    expect(apply(before, diffTexts(before, after))).toBe(after);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
