import type { EndedRun, RunEnd } from '@learnflow/shared';
import { explanation } from '@learnflow/shared';
import { expect, test } from 'vitest';
import { explainError, explainRun } from '../src/explain/explain.ts';
import { findLeaks } from '../src/explain/leak.ts';
import { findMisconceptions } from '../src/explain/misconceptions.ts';
import { tokensOf } from '../src/explain/tokens.ts';
import { parseTraceback } from '../src/explain/traceback.ts';
import { readRepr } from '../src/explain/value.ts';
import { readPrograms, runPrograms } from './corpus.ts';

/** A generator of its own, so that a failure comes again. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const pieces = [
  ...[
    'if ',
    'for ',
    ' in ',
    'def ',
    'class ',
    'while ',
    'return ',
    'else:',
    'elif ',
    'try:',
    'except ',
    'lambda ',
    'import ',
  ],
  ...[
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    ':',
    ',',
    '=',
    '==',
    '+',
    '-',
    '*',
    '/',
    '\\',
    '.',
    '\n',
    '\n    ',
    '\t',
    ' ',
  ],
  ...[
    '"',
    "'",
    '"""',
    'f"{',
    '#',
    '`',
    '🙂',
    '\u0000',
    '\ud800',
    'ñ',
    '…',
    'x',
    'nums',
    '0',
    '12',
    '3.5',
    '0x',
    'None',
    'self',
  ],
];

function randomText(random: () => number, most: number): string {
  const count = Math.floor(random() * most);
  return Array.from({ length: count }, () => pieces[Math.floor(random() * pieces.length)]).join('');
}

/** Cuts a text somewhere, doubles a part of it, or puts something else in. */
function mutate(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  const to = at + Math.floor(random() * 20);
  const kind = random();
  if (kind < 0.3) return text.slice(0, at) + text.slice(to);
  if (kind < 0.6) return text.slice(0, to) + text.slice(at);
  return text.slice(0, at) + randomText(random, 6) + text.slice(at);
}

const failures = runPrograms(
  [...readPrograms('runtime'), ...readPrograms('syntax')].filter((_, i) => i % 3 === 0),
);

test('messages, code and values that do not fit together are explained or left, and never break', () => {
  const random = randomOf(7);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  for (let i = 0; i < 600; i += 1) {
    const { run } = pick(failures);
    const other = pick(failures).run;
    const error = { ...(run.end.error ?? { type: 'ValueError', message: 'x' }) };
    if (random() < 0.5) error.message = mutate(error.message, random);
    if (random() < 0.3) error.line = Math.floor(random() * 40) + 1;
    if (random() < 0.3 && other.end.error?.values) error.values = other.end.error.values;
    const files = [{ name: 'main.py', text: mutate(run.files[0]?.text ?? '', random) }];
    const errorText = mutate(other.errorText, random);
    const mixed: EndedRun = { ...run, files, errorText, end: { ...run.end, error } };
    // Not through `explainRun`, which would hide what breaks.
    expect(
      explanation.safeParse(explainError(mixed, error, parseTraceback(errorText))).error,
    ).toBeUndefined();
  }
});

test('random text is no trouble anywhere', () => {
  const random = randomOf(11);
  for (let i = 0; i < 600; i += 1) {
    const text = randomText(random, 80);
    parseTraceback(text);
    readRepr(text);
    findMisconceptions('main.py', text);
    findLeaks(text, { solutions: [randomText(random, 40)], known: [], hidden: [] });
    expect(
      tokensOf(text)
        .map((token) => token.text)
        .join('').length,
    ).toBeLessThanOrEqual(text.length);
    const end: RunEnd = {
      reason: random() < 0.5 ? 'time' : 'error',
      exitCode: 1,
      durationMs: 1,
      truncated: false,
    };
    explainRun({ end, files: [{ name: 'main.py', text }], entry: 'main.py', errorText: text });
  }
});

test('code that is nested very deeply or is very long costs no stack and little time', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`;
  const plus = `x = ${'1 + '.repeat(20_000)}1`;
  const long = 'x = [1, 2, 3]\n'.repeat(20_000);
  for (const text of [deep, plus, long, `if ${'('.repeat(5_000)}x`, 'a.b'.repeat(20_000)]) {
    const error = {
      type: 'IndexError',
      message: 'list index out of range',
      file: 'main.py',
      line: 1,
      values: [],
    };
    const end: RunEnd = { reason: 'error', exitCode: 1, durationMs: 1, truncated: false, error };
    const run: EndedRun = {
      end,
      files: [{ name: 'main.py', text }],
      entry: 'main.py',
      errorText: '',
    };
    expect(explainError(run, error, undefined).line).toBe(1);
    const syntax = { ...error, type: 'SyntaxError', message: 'invalid syntax' };
    expect(explainError(run, syntax, undefined).original).toContain('invalid syntax');
    findMisconceptions('main.py', text.slice(0, 60_000));
  }
});
