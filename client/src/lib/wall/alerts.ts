import type { AlertView, Tile } from '@learnflow/shared';
import { compareNeed, needsYou } from './need-order.ts';

/** Alerts as the server tells them; a student has at most one that is open. */
export type Alerts = readonly AlertView[];

/** A ring stays amber while somebody goes on failing; whoever was taken care of leaves the feed for so long. */
const handledForMs = 10 * 60_000;

export function isOpen({ action, fixedAt, endedAt }: AlertView): boolean {
  return action === null && fixedAt === null && endedAt === null;
}

/** @returns the open alert of a student */
export function openAlertOf(alerts: Alerts, memberId: string): AlertView | undefined {
  return alerts.find((alert) => alert.memberId === memberId && isOpen(alert));
}

/**
 * Hands first, then whoever has an open alert or is stuck, the longest wait first.
 * @param grouped  who stands in a card of several
 * @returns ids of students
 */
export function feedOf(
  tiles: readonly Tile[],
  alerts: Alerts,
  now: number,
  grouped: ReadonlySet<string> = new Set(),
): string[] {
  const entries = tiles.flatMap((tile): Tile[] => {
    if (tile.status === 'help') return [tile];
    if (grouped.has(tile.id)) return [];
    const open = openAlertOf(alerts, tile.id);
    if (open) return [{ ...tile, status: 'stuck', since: open.raisedAt }];
    return needsYou(tile) && !wasHandled(alerts, tile.id, now) ? [tile] : [];
  });
  return entries.sort((a, b) => compareNeed(a, b)).map(({ id }) => id);
}

function wasHandled(alerts: Alerts, memberId: string, now: number): boolean {
  return alerts.some(
    ({ memberId: whose, action }) =>
      whose === memberId && action !== null && now - action.at < handledForMs,
  );
}

/** @returns whether somebody takes care of this student, who has not got further since */
export function isInHand(alerts: Alerts, memberId: string, now: number): boolean {
  return wasHandled(
    alerts.filter(({ fixedAt }) => fixedAt === null),
    memberId,
    now,
  );
}

/** @returns what became of alerts, the newest first */
export function settledAlerts(alerts: Alerts): AlertView[] {
  return alerts
    .filter((alert) => alert.action !== null || alert.fixedAt !== null)
    .sort((a, b) => settledAt(b) - settledAt(a));
}

export function settledAt({ fixedAt, action, raisedAt }: AlertView): number {
  return fixedAt ?? action?.at ?? raisedAt;
}
