import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { nodeBinary } from '../scripts/prepare.mjs';

test('nothing acknowledged is lost or doubled, nobody diverges or is stuck, in the short form of chaos', () => {
  const script = fileURLToPath(new URL('./run.ts', import.meta.url));
  const { status, stdout, stderr } = spawnSync(nodeBinary(), [script, '--short'], {
    encoding: 'utf8',
    timeout: 400_000,
  });
  expect(status, `${stdout}\n${stderr}`).toBe(0);
  expect(stdout).toMatch(/\d+ passed, 0 failed, \d+ skipped\n$/);
}, 420_000);
