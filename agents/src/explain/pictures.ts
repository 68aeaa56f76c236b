/** The row of boxes beside an index error, and the pairs beside a key error, from the values that the run told. */
import { type DictPicture, explainLimits, type ListPicture } from '@learnflow/shared';
import type { Value } from './value.ts';

/** A longer row is shown by its beginning and its last box. */
const mostBoxes = 8;
const shownFirst = 5;

/**
 * @param asked  the place that is not there, and the expression that asks for it
 * @param marks  names that hold a place: shown under their box
 */
export function drawList(
  name: string,
  value: Value,
  asked: { index: number; mark: string },
  marks: readonly { index: number; mark: string }[] = [],
): ListPicture | undefined {
  const texts = boxTexts(value);
  const length = value.length ?? texts?.length;
  if (length === undefined || (length > 0 && !texts)) return undefined;
  const indexes =
    length <= mostBoxes
      ? Array.from({ length }, (_, i) => i)
      : [...Array.from({ length: shownFirst }, (_, i) => i), length - 1];
  const boxes = indexes.map((index) => {
    const mark = marks.find((one) => one.index === index)?.mark;
    const text = box(texts?.[index] ?? '…');
    return mark === undefined ? { index, text } : { index, text, mark: box(mark) };
  });
  return {
    kind: 'list',
    name: box(name),
    length,
    boxes,
    asked: { index: asked.index, mark: box(asked.mark) },
  };
}

export function drawDict(name: string, value: Value, asked: string): DictPicture | undefined {
  const entries = value.entries ?? [];
  const length = value.length ?? entries.length;
  if (length > 0 && entries.length === 0) return undefined;
  return {
    kind: 'dict',
    name: box(name),
    length,
    entries: entries
      .slice(0, mostBoxes)
      .map(([key, text]) => ({ key: box(key), value: box(text) })),
    asked: box(asked),
  };
}

function boxTexts(value: Value): string[] | undefined {
  if (value.items) return value.items;
  if (value.type !== 'str' || value.repr === undefined) return undefined;
  return [...value.repr.slice(1, -1)];
}

function box(text: string): string {
  const most = explainLimits.boxChars;
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}
