import { existsSync } from 'node:fs';

import { expect, it } from 'vitest';

import { probe } from './probe.ts';
import { findBubblewrap } from './sandbox/bubblewrap/find.ts';

const isHere = process.platform === 'linux' && existsSync('/usr/bin/bwrap');

it.skipIf(!isHere)(
  `believes no driver that its memory is bounded exactly: a program tries${isHere ? '' : ' (skipped: bubblewrap is not installed here)'}`,
  async () => {
    const makers = await findBubblewrap(() => undefined, 2, 'process');
    if ('reason' in makers) expect.fail(makers.reason);
    const driver = makers[0]?.();
    if (driver === undefined) expect.fail('no driver');
    // Whatever it promises, this one takes every limit of memory for a very large one.
    const boastful = {
      ...driver,
      promises: { ...driver.promises, cgroup: 'v2' as const },
      take: (limits: Parameters<typeof driver.take>[0]) =>
        driver.take({ ...limits, memoryBytes: 8 * 2 ** 30 }),
    };
    const { holds, details } = await probe(boastful);
    await driver.close();
    expect(holds.memory).toBe(true);
    expect(details).toMatchObject({ memory: 'watchdog', cpuShare: false });
  },
  60_000,
);
