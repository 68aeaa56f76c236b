import { spawn } from 'node:child_process';
import { getPriority } from 'node:os';

import { defaultRunLimits } from '@learnflow/shared/run';
import { expect, it } from 'vitest';

import { watchWorker } from './watchdog.ts';

it.skipIf(process.platform !== 'linux')(
  'lets a busy worker stand back, and tells when it has used up its time',
  async () => {
    const worker = spawn(process.execPath, ['-e', 'while (true);'], { stdio: 'ignore' });
    const watch = watchWorker();
    const told: string[] = [];
    watch.exceeded?.((limit) => told.push(limit));
    watch.limit({ ...defaultRunLimits, cpuMs: 1_500 });
    await watch.enter(worker.pid);
    await expect.poll(() => getPriority(worker.pid), { timeout: 60_000 }).toBe(15);
    await expect.poll(() => told[0], { timeout: 60_000 }).toBe('time');
    watch.leave();
    worker.kill('SIGKILL');
  },
  120_000,
);
