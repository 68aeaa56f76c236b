import type { RunnerReport } from '@learnflow/shared';
import { t, type MessageKey } from '../i18n/t.ts';

export interface LimitLine {
  key: string;
  label: string;
  holds: 'yes' | 'partly' | 'no';
  /** How it holds, or why it does not and what would mend it. */
  why?: string;
}

/** @returns every limit of the sandbox, what people rely on most first; nothing where programs do not run */
export function limitsOf({ available, holds, details }: RunnerReport): LimitLine[] {
  if (!available || !details) return [];
  const line = (key: 'cpu' | 'cpuShare' | 'disk', isHeld: boolean, why: MessageKey): LimitLine => ({
    ...{ key, label: t(`server.limit.${key}`), holds: isHeld ? 'yes' : 'no' },
    ...(isHeld ? {} : { why: t(why) }),
  });
  const basic = (key: 'network' | 'files' | 'processes'): LimitLine => ({
    ...{ key, label: t(`server.limit.${key}`), holds: holds[key] ? 'yes' : 'no' },
  });
  return [
    basic('network'),
    basic('files'),
    {
      ...{ key: 'memory', label: t('server.limit.memory') },
      holds: !holds.memory ? 'no' : details.memory === 'exact' ? 'yes' : 'partly',
      why: t(
        details.memory === 'exact' ? 'server.limit.memory.exact' : 'server.limit.memory.watchdog',
      ),
    },
    basic('processes'),
    line('cpu', details.cpu, 'server.limit.cpu.not'),
    line('cpuShare', details.cpuShare, 'server.limit.cpuShare.not'),
    line('disk', details.disk, 'server.limit.disk.not'),
    {
      ...{ key: 'seccomp', label: t('server.limit.seccomp') },
      holds: details.seccomp ? 'yes' : 'no',
      why: t(details.seccomp ? 'server.limit.seccomp.on' : 'server.limit.seccomp.not'),
    },
    {
      ...{ key: 'users', label: t('server.limit.users') },
      holds: details.users === 'each' ? 'yes' : details.users === 'one' ? 'partly' : 'no',
      ...(details.users === 'each' ? {} : { why: t(`server.limit.users.${details.users}`) }),
    },
  ];
}
