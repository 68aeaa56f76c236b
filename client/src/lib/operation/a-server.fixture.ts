import type { RunnerReport, ServerView } from '@learnflow/shared';

/** A server with nothing wrong, and a sandbox in which everything holds. */
export const aReport: RunnerReport = {
  ...{ driver: 'bubblewrap', python: '3.11.2', available: true },
  holds: { network: true, memory: true, processes: true, files: true },
  details: {
    ...{ memory: 'exact', cpu: true, cpuShare: true, disk: true, seccomp: true },
    ...{ cgroup: 'v2', users: 'each', start: 'fork', pool: 2, places: 4 },
  },
};

export function aServer(
  database: Partial<ServerView['database']> = {},
  runner: Partial<ServerView['runner']> = {},
): ServerView {
  return {
    ...{ now: 1_795_000_000_000, version: '0.1.0', startedAt: 1_794_999_000_000 },
    ...{ addresses: ['http://192.0.2.7:4000'], people: 2, rooms: 2, hour: [] },
    ...{ lessons: { open: 1, classes: 1 }, model: null },
    database: {
      ...{ kind: 'embedded', host: null, isUp: true, version: '17.2', sizeBytes: 1e7 },
      ...{ freeBytes: 1e11, dataDir: '/srv/data', isStoring: true, unsaved: 0 },
      ...{ store: null, backup: null },
      ...database,
    },
    runner: {
      ...{ where: 'here', isUp: true, report: aReport, running: 0, waiting: 0 },
      ...{ ungraded: 0, start: null },
      ...runner,
    },
    damage: { own: [], elsewhere: 0 },
  };
}
