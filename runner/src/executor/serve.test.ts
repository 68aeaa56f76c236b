import { PassThrough } from 'node:stream';

import { expect, it } from 'vitest';

import { protocolVersion } from './messages.ts';
import { serve } from './serve.ts';
import { createMessageReader, encodeMessage } from './wire.ts';

it('keeps what was told while the sandbox was chosen until the server has greeted', async () => {
  const [input, output] = [new PassThrough(), new PassThrough()];
  const said: unknown[] = [];
  output.on(
    'data',
    createMessageReader((message) => said.push(message)),
  );
  const holds = { network: false, memory: false, processes: false, files: false };
  const never = (): never => expect.fail('nothing was opened');
  const served = serve({
    ...{ input, output, kinds: { run: never, grade: never }, closed: () => undefined },
    report: () => ({ driver: 'none', python: '', available: false, holds }),
  });
  served.log({ code: 'EINVAL' }, 'runner.cgroup.failed');
  expect(said).toEqual([]);
  input.write(encodeMessage({ t: 'hello', version: protocolVersion, token: '' }));
  await expect
    .poll(() => said.slice(1))
    .toEqual([{ t: 'log', about: { code: 'EINVAL' }, text: 'runner.cgroup.failed' }]);
  expect(said[0]).toMatchObject({ t: 'ready' });
  input.end();
});
