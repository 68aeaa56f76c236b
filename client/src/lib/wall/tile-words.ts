import type { Tile, TileWork } from '@learnflow/shared';
import { t, tn } from '../i18n/t.ts';
import { shortAge, spokenAge, waitClock } from './age.ts';
import type { Turn } from './announcer.ts';
import { waitingSince } from './need-order.ts';

/** @returns `Maya Cohen` → `Maya C`; one word stays as it is */
export function shortName(name: string): string {
  const words = name.trim().split(/\s+/);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return last ? `${words.slice(0, -1).join(' ')} ${[...last][0] ?? ''}` : name;
}

/** Short names of a class; two that would read the same stay whole. */
export function shortNames(people: Iterable<{ id: string; name: string }>): Map<string, string> {
  const byShort = new Map<string, { id: string; name: string }[]>();
  for (const person of people) {
    const short = shortName(person.name);
    byShort.set(short, [...(byShort.get(short) ?? []), person]);
  }
  const names = new Map<string, string>();
  for (const [short, group] of byShort) {
    for (const { id, name } of group) names.set(id, group.length > 1 ? name : short);
  }
  return names;
}

export function firstName(name: string): string {
  return name.trim().split(/\s+/)[0] ?? name;
}

/** When the last key was pressed, as a tile shows it. */
export function tileAge(tile: Pick<Tile, 'status' | 'editedAt'>, now: number): string {
  if (tile.status === 'offline') return t('wall.age.offline');
  return tile.editedAt > 0 ? shortAge(now - tile.editedAt) : '';
}

/** How far the last check or hand-in came. */
export function workWords({ passed, total, submitted }: TileWork): string {
  if (passed === total) return t('tile.all');
  return t(submitted ? 'tile.handedIn' : 'tile.tests', { n: passed, m: total });
}

/** Why a student is under "Needs you". */
export function whyWords(tile: Tile, now: number): string {
  if (tile.status === 'help') {
    const wait = waitClock(now - waitingSince(tile));
    return t('wall.handUp', { wait });
  }
  return tile.status === 'stuck' ? tile.reason : '';
}

/** The line under a student's name in the drill-in: `Stuck 4 min, 3 × IndexError on line 7`. */
export function statusWords(tile: Tile, now: number): string {
  if (tile.status === 'help') return whyWords(tile, now);
  const age = shortAge(now - tile.since);
  if (tile.status === 'stuck') {
    return tile.reason
      ? t('wall.status.stuck', { age, reason: tile.reason })
      : t('wall.status.for', { status: t('status.stuck'), age });
  }
  if (tile.status === 'flowing') return t('wall.status.flowing', { line: tile.line });
  return t('wall.status.for', { status: t(`status.${tile.status}`), age });
}

/** What a screen reader says for a tile: "Amara Okoye, stuck 4 minutes, 3 × IndexError on line 7, last run IndexError". */
export function spokenTile(tile: Tile, now: number, partners: readonly string[] = []): string {
  const parts = [
    tile.name,
    t(`wall.spoken.${tile.status}`, { age: spokenAge(now - waitingSince(tile)) }),
  ];
  if (tile.status === 'help' && tile.question) parts.push(tile.question);
  if (tile.status === 'stuck' && tile.reason) parts.push(tile.reason);
  parts.push(tile.run ? t('wall.spoken.run', { label: tile.run.label }) : t('wall.run.none'));
  if (tile.work && tile.work.total > 0) parts.push(workWords(tile.work));
  if (partners.length > 0) parts.push(t('wall.pairWith', { name: partners.join(', ') }));
  if (tile.watchers.length > 0) parts.push(t('wall.watched', { name: tile.watchers.join(', ') }));
  return parts.join(', ');
}

/** One sentence for the live region: "2 new: Amara stuck, Jess hand up". */
export function newTurns(turns: readonly Turn[]): string {
  const list = turns.map(({ name, status }) =>
    t(status === 'help' ? 'wall.new.hand' : 'wall.new.stuck', { name: firstName(name) }),
  );
  return tn(turns.length, 'wall.new.one', 'wall.new', { list: list.join(', ') });
}
