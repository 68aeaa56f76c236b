import type { ServerView } from '@learnflow/shared';
import { exampleIds } from '../classroom/examples.ts';

const at = 1_795_000_000_000;

export const exampleServer: ServerView = {
  now: at,
  version: '0.1.0',
  startedAt: at - 3 * 3_600_000,
  addresses: ['http://192.0.2.7:4000', 'http://localhost:4000'],
  people: 29,
  rooms: 28,
  lessons: { open: 1, classes: 1 },
  database: {
    ...{ kind: 'embedded', host: null, isUp: true, version: '17.2', sizeBytes: 48_000_000 },
    ...{ freeBytes: 120_000_000_000, dataDir: '/srv/learnflow/data', isStoring: true, unsaved: 0 },
    store: { count: 400, p50: 3.1, p95: 8.4 },
    backup: { at: at - 8 * 3_600_000, sizeBytes: 3_200_000, damaged: 0 },
  },
  model: { name: 'qwen2.5:3b', hour: { answered: 41, fellBack: 2 } },
  runner: {
    ...{ where: 'here', isUp: true, running: 2, waiting: 0, ungraded: 0 },
    report: {
      ...{ driver: 'bubblewrap', python: '3.11.2', available: true },
      holds: { network: true, memory: true, processes: true, files: true },
      details: {
        ...{ memory: 'exact', cpu: true, cpuShare: true, disk: true, seccomp: true },
        ...{ cgroup: 'v2', users: 'each', start: 'fork', pool: 2, places: 4 },
      },
    },
    start: { count: 31, p50: 6, p95: 14 },
  },
  damage: {
    own: [
      {
        ...{ roomId: exampleIds.room, lessonId: exampleIds.lesson, memberId: exampleIds.member },
        ...{ owner: 'Maya Cohen', className: '10B Computing', pieces: 1, lost: 0, foundAt: at },
      },
    ],
    elsewhere: 0,
  },
  hour: [
    {
      at: at - 60_000,
      parts: { rooms: 'ok', runner: 'slow', database: 'ok' },
      ...{ storeMs: 8.4, startMs: 14, busyMs: 22 },
    },
  ],
};
