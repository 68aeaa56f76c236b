import { describe, expect, it } from 'vitest';
import { en } from './en.ts';
import { ask } from './en/ask.ts';
import { common } from './en/common.ts';
import { help } from './en/help.ts';
import { home } from './en/home.ts';
import { operation } from './en/operation.ts';
import { progress } from './en/progress.ts';
import { replay } from './en/replay.ts';
import { room } from './en/room.ts';
import { wall } from './en/wall.ts';
import { work } from './en/work.ts';
import { t, tn } from './t.ts';

describe('words on screen', () => {
  it('fill in their parameters and leave unknown ones visible', () => {
    expect(t('join.rejoin', { class: '10B', name: 'Maya' })).toBe('Rejoin 10B as Maya');
    expect(t('join.rejoin', { class: '10B' })).toBe('Rejoin 10B as {name}');
  });

  it('have a form for one and for more', () => {
    expect(tn(1, 'join.rejoin.one', 'join.rejoin.other')).toContain('1 minute ago');
    expect(tn(4, 'join.rejoin.one', 'join.rejoin.other')).toContain('4 minutes ago');
  });

  it('have both forms wherever something is counted', () => {
    // Always more than one: a passphrase, a group, a paste, tokens of a model; or no count of things: a run's number, a share.
    const many = new Set([
      ...[
        'setup.pass.short',
        'replay.pasted',
        'class.ai.model',
        'tutor.full',
        'run.status.limit',
        'progress.next.why',
      ],
      ...['alert.group', 'alert.group.sure', 'alert.group.sent'],
    ]);
    const counted = Object.entries(en)
      .filter(([key, message]) => /\{n\} [a-z]+s\b/.test(message) && !/\.(one|other)$/.test(key))
      .map(([key]) => key);
    expect(counted.filter((key) => !many.has(key) && !(`${key}.one` in en))).toEqual([]);
  });

  it('are defined once, so that no part of the product overwrites the words of another', () => {
    const parts = [ask, common, help, home, operation, progress, replay, room, wall, work];
    const keys = parts.flatMap((part) => Object.keys(part));
    const twice = keys.filter((key, place) => keys.indexOf(key) !== place);
    expect(twice).toEqual([]);
    // No part is left out here.
    expect(new Set(keys)).toEqual(new Set(Object.keys(en)));
  });
});
