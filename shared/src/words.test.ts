import { describe, expect, test } from 'vitest';
import { personName } from './api.ts';
import { isFileName } from './collab.ts';
import { AppError, errorTable } from './errors.ts';
import { isJoinCode, joinCodeAlphabet, makeJoinCode, normaliseJoinCode } from './join-code.ts';
import { initialsOf, nameKey } from './person.ts';
import { can, rights, roles } from './roles.ts';

describe('join codes', () => {
  test('never hold a letter that looks like another', () => {
    for (const bad of 'OI01L') expect(joinCodeAlphabet).not.toContain(bad);
    expect(new Set(joinCodeAlphabet).size).toBe(joinCodeAlphabet.length);
  });
  test('are made of six characters of the alphabet, also at the edge of chance', () => {
    expect(makeJoinCode(() => 0)).toBe('222222');
    expect(makeJoinCode(() => 0.9999999)).toBe('ZZZZZZ');
    expect(isJoinCode(makeJoinCode(() => 0.5))).toBe(true);
  });
  test('are accepted as people type them', () => {
    expect(normaliseJoinCode(' km7-2qx ')).toBe('KM72QX');
    expect(isJoinCode('KM72Q')).toBe(false);
    expect(isJoinCode('KM72QO')).toBe(false);
  });
});

describe('names', () => {
  test('that differ only in case, spacing or encoding are the same name', () => {
    expect(nameKey('  Maya   COHEN ')).toBe(nameKey('maya cohen'));
    expect(nameKey('Zoe\u0308')).toBe(nameKey('Zo\u00eb'));
  });
  test('give initials', () => {
    expect([
      initialsOf('Maya Cohen'),
      initialsOf('Leo'),
      initialsOf('Ana María de la Cruz'),
    ]).toEqual(['MC', 'L', 'AC']);
  });
  test('with hidden direction marks or line breaks are refused', () => {
    expect(personName.safeParse('Maya\u202e').success).toBe(false);
    expect(personName.safeParse('Ma\nya').success).toBe(false);
    expect(personName.parse('  Ñandú O’Neil ')).toBe('Ñandú O’Neil');
  });
});

test('file names are plain and end in a known kind', () => {
  for (const good of [
    'main.py',
    'week_1.csv',
    'a-b.md',
    '2.json',
    'shapes/circle.py',
    'a/b/__init__.py',
  ])
    expect(isFileName(good)).toBe(true);
  for (const bad of [
    '',
    '.py',
    '../x.py',
    'a b.py',
    'a.exe',
    '-x.py',
    'a/b/c/d.py',
    '/a.py',
    'a//b.py',
    'a/',
    'a/../b.py',
    './a.py',
    'a.py/b.py',
    '.git/a.py',
    'a\\b.py',
    'a/\n.py',
    `${'x'.repeat(60)}/${'y'.repeat(40)}.py`,
  ]) {
    expect(isFileName(bad)).toBe(false);
  }
});

test('a student has no right over others, a teacher every one but raising a hand and taking a quiz', () => {
  expect(
    Object.keys(rights)
      .filter((right) => can('student', right as keyof typeof rights))
      .sort(),
  ).toEqual(['hand.raise', 'quiz.take', 'room.work']);
  for (const right of Object.keys(rights) as (keyof typeof rights)[]) {
    expect(can('teacher', right)).toBe(right !== 'hand.raise' && right !== 'quiz.take');
  }
  expect(roles.filter((role) => can(role, 'class.manage'))).toEqual(['teacher', 'admin']);
});

test('every refusal has a final close code of the 44xx kind, or one that says try again', () => {
  for (const [code, row] of Object.entries(errorTable)) {
    const final = row.close >= 4400 && row.close <= 4499;
    expect(final || row.close === 1011 || row.close === 1013, code).toBe(true);
  }
  const error = new AppError('class.full', 'Full.', { n: 30, max: 30 });
  expect([error.status, error.closeCode]).toEqual([409, 4409]);
});
