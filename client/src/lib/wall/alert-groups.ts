import type { AlertView } from '@learnflow/shared';
import { type Alerts, isOpen } from './alerts.ts';

/** Fewer are told one by one. */
const groupFrom = 3;
/** What is further apart is not the same trouble any more. */
const withinMs = 10 * 60_000;

/** Several students with the same error at the same exercise. */
export interface AlertGroup {
  key: string;
  /** As on the wall, e.g. `IndexError`. */
  error: string;
  alerts: AlertView[];
}

/** @returns groups among the open alerts, the largest first */
export function groupsOf(alerts: Alerts): AlertGroup[] {
  const byTrouble = new Map<string, AlertGroup>();
  for (const alert of alerts) {
    const error = errorOf(alert);
    if (!isOpen(alert) || error === undefined) continue;
    const key = `${alert.exercise ?? ''} ${error}`;
    const group = byTrouble.get(key) ?? { key, error, alerts: [] };
    group.alerts.push(alert);
    byTrouble.set(key, group);
  }
  return [...byTrouble.values()]
    .map((group) => ({ ...group, alerts: together(group.alerts) }))
    .filter((group) => group.alerts.length >= groupFrom)
    .sort((a, b) => b.alerts.length - a.alerts.length);
}

/** @returns members whose alert stands in a group */
export function groupedIds(groups: readonly AlertGroup[]): ReadonlySet<string> {
  return new Set(groups.flatMap(({ alerts }) => alerts.map(({ memberId }) => memberId)));
}

/** One hint for all of them, where they have the same one ready; undefined: each is about their own program. */
export function commonHint({ alerts }: AlertGroup): string | undefined {
  const [first] = alerts;
  return alerts.every(({ hint }) => hint === first?.hint) ? first?.hint : undefined;
}

function errorOf({ rule, runs }: AlertView): string | undefined {
  return rule === 'same_error' || rule === 'failed_runs' ? runs.at(-1)?.label : undefined;
}

function together(alerts: readonly AlertView[]): AlertView[] {
  const newest = Math.max(...alerts.map(({ raisedAt }) => raisedAt));
  return alerts
    .filter(({ raisedAt }) => newest - raisedAt <= withinMs)
    .sort((a, b) => a.name.localeCompare(b.name));
}
