import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

import { expect, it } from 'vitest';

import { boot, processHarness, withLength } from './harness.ts';

const python = '/usr/bin/python3';
const isHere = existsSync(python);

it.skipIf(!isHere)(
  `takes a harness that is longer than one argument may be, and nothing after it${isHere ? '' : ' (skipped: no python3 here)'}`,
  () => {
    // Linux takes no single argument of 32 pages or more.
    const text = `print(${JSON.stringify('é'.repeat(200_000))}.count('é'), read_exactly(4))`;
    const input = Buffer.concat([withLength(text), Buffer.from('next')]);
    const { stdout } = spawnSync(python, ['-X', 'utf8', '-c', boot], { input, encoding: 'utf8' });
    expect(stdout).toBe("200000 b'next'\n");
  },
);

it('begins with a text that fits on every command line', () => {
  expect(Buffer.byteLength(boot)).toBeLessThan(4096);
  expect(processHarness().alone.readUInt32BE()).toBe(processHarness().alone.length - 4);
});
