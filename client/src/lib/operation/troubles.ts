import type { ServerView } from '@learnflow/shared';
import { t } from '../i18n/t.ts';
import { showBytes } from './amounts.ts';

export interface Trouble {
  key: 'storing' | 'disk' | 'runner';
  /** What people notice. */
  title: string;
  /** Why, and what to do. */
  text: string;
}

/** A lesson of thirty writes far less; a database that cannot grow stops everything. */
const lowDiskBytes = 1_000_000_000;
/** Where the server writes what happened. */
const logFile = 'learnflow.log';

/** @returns what somebody must do something about, what hurts lessons most first */
export function troublesOf({ database, runner }: ServerView): Trouble[] {
  const file = `${database.dataDir}/${logFile}`;
  const found: Trouble[] = [];
  if (!database.isUp || !database.isStoring) {
    found.push({
      key: 'storing',
      title: t('server.trouble.database'),
      text: database.isUp
        ? t('server.trouble.storing', { file })
        : database.kind === 'embedded'
          ? t('server.trouble.database.embedded', { file })
          : t('server.trouble.database.external', { host: database.host ?? '' }),
    });
  }
  if (database.freeBytes !== null && database.freeBytes < lowDiskBytes) {
    found.push({
      key: 'disk',
      title: t('server.trouble.disk', {
        free: showBytes(database.freeBytes),
        folder: database.dataDir,
      }),
      text: t('server.trouble.disk.next'),
    });
  }
  if (!runner.isUp || !runner.report.available) {
    found.push({
      key: 'runner',
      title: t('server.trouble.runner'),
      text: !runner.isUp
        ? t(
            runner.where === 'here'
              ? 'server.trouble.runner.here'
              : 'server.trouble.runner.service',
            { file },
          )
        : [runner.report.reason, t('server.trouble.runner.none')].filter(Boolean).join(' '),
    });
  }
  return found;
}
