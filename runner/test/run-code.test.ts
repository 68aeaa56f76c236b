import { createRunCodeSafely } from '@learnflow/shared/run-code';
import { afterAll, beforeAll, expect, it } from 'vitest';

import { createRunner } from '../src/index.ts';
import type { LocalRunner } from '../src/local-runner.ts';

let runner: LocalRunner;
beforeAll(async () => {
  runner = await createRunner({ driver: 'auto', slots: 1 });
}, 120_000);
afterAll(() => runner.close());

it('runs code with its input and tells output and error, a counted number of times', async () => {
  if (!runner.report().available) return;
  const runCodeSafely = createRunCodeSafely(runner, { maxCalls: 3 });
  expect(await runCodeSafely('print(input() + input())', 'a\nb\n')).toEqual({
    output: 'ab\n',
    error: null,
  });
  const failed = await runCodeSafely('print("x")\ninput()');
  expect(failed.output).toBe('x\n');
  expect(failed.error).toContain('EOFError');
  const refused = await runCodeSafely('import socket\nsocket.create_connection(("1.1.1.1", 80))');
  expect(refused.error).not.toBeNull();
  expect((await runCodeSafely('print(1)')).error).toContain('No calls are left');
}, 60_000);
