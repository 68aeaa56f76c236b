import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { whyNoPyodide } from '../../src/sandbox/pyodide/driver.ts';
import { listen } from './suite.ts';

it.skipIf(whyNoPyodide() !== undefined)(
  'leaves nothing open for a program that has become JavaScript',
  async () => {
    const listener = await listen();
    const program = join(import.meta.dirname, 'locked.mjs');
    const folder = join(import.meta.dirname, '../../src/sandbox/pyodide/worker');
    const flags = ['--permission', '--disallow-code-generation-from-strings', '--no-warnings'];
    const run = (port: number): string =>
      execFileSync(
        process.execPath,
        [
          ...flags,
          ...[program, folder].map((path) => `--allow-fs-read=${path}`),
          program,
          String(port),
        ],
        { env: {}, encoding: 'utf8', timeout: 60_000 },
      );
    expect(run(listener.port)).toMatch(/^\d+ doors tried\n$/);
    expect(listener.visits()).toBe(0);
    listener.close();
  },
  90_000,
);
