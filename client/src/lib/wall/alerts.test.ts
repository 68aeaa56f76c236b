import type { AlertView } from '@learnflow/shared';
import { describe, expect, test } from 'vitest';
import { anAlert } from './an-alert.fixture.ts';
import { aTile } from './a-tile.fixture.ts';
import { type Alerts, feedOf, isInHand, openAlertOf, settledAlerts } from './alerts.ts';

const known = (...alerts: AlertView[]): Alerts => alerts;
const sent = { how: 'sent', by: 'Ms Adeyemi', at: 5_000 } as const;

describe('the feed', () => {
  const amara = aTile();
  const leo = aTile({ id: 'leo', name: 'Leo', status: 'stuck', since: 500 });
  const jess = aTile({ id: 'jess', name: 'Jess', status: 'help', handAt: 3_000 });

  test('has hands first, then open alerts and the stuck by the longest wait', () => {
    expect(feedOf([amara, leo, jess], known(anAlert()), 9_000)).toEqual(['jess', 'leo', 'amara']);
    expect(feedOf([amara], known(), 9_000)).toEqual([]);
  });

  test('lets go of whoever was taken care of, for ten minutes, though the ring stays amber', () => {
    const alerts = known(anAlert({ memberId: 'leo', action: sent }));
    expect(feedOf([leo], alerts, 9_000)).toEqual([]);
    expect(feedOf([leo], alerts, 5_000 + 10 * 60_000)).toEqual(['leo']);
  });

  test('leaves those who stand in a group to its card, but never a hand', () => {
    const grouped = new Set(['leo', 'jess']);
    expect(feedOf([leo, jess], known(), 9_000, grouped)).toEqual(['jess']);
  });

  test('a student who was helped and got further may be named again as the next to look at', () => {
    const handled = anAlert({ memberId: 'leo', action: sent });
    expect(isInHand(known(handled), 'leo', 9_000)).toBe(true);
    expect(isInHand(known({ ...handled, fixedAt: 8_000 }), 'leo', 9_000)).toBe(false);
  });

  test('lets go of whoever got further or whose lesson is over', () => {
    expect(feedOf([amara], known(anAlert({ fixedAt: 6_000 })), 9_000)).toEqual([]);
    expect(openAlertOf(known(anAlert({ endedAt: 6_000 })), 'amara')).toBeUndefined();
  });
});

test('what was settled is listed with the newest first', () => {
  const open = anAlert({ id: 'open' });
  const fixed = anAlert({ id: 'fixed', action: sent, fixedAt: 9_000 });
  const handled = anAlert({ id: 'handled', action: { ...sent, at: 12_000 } });
  expect(settledAlerts(known(open, fixed, handled)).map(({ id }) => id)).toEqual([
    'handled',
    'fixed',
  ]);
});
