import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Device } from '../test/http.ts';
import { createTestDatabase } from '../test/world.ts';
import { findPostgres, readPostmaster } from './storage/postmaster.ts';

const main = new URL('./main.ts', import.meta.url).pathname;
const operate = new URL('./operate.ts', import.meta.url).pathname;
const readyMs = 40_000;

let dir: string;
const children: ChildProcess[] = [];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'learnflow-main-'));
  await chmod(dir, 0o755);
});
afterEach(async () => {
  for (const child of children.splice(0)) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
  }
  await rm(dir, { recursive: true, force: true });
});

interface Started {
  child: ChildProcess;
  output: () => string;
  exit: Promise<number | null>;
}
function run(flags: string[], env: Record<string, string> = {}, script = main): Started {
  const child = spawn(process.execPath, [script, ...flags], {
    env: { PATH: process.env['PATH'], RUNNER_DRIVER: 'none', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exit = once(child, 'close').then(([code]) => code as number | null);
  return { child, output: () => output, exit };
}
/** Started and ready, on a port the system chose. */
async function runReady(flags: string[], env?: Record<string, string>) {
  const started = run(['--port', '0', ...flags], env);
  await expect
    .poll(() => started.output() + String(started.child.exitCode ?? ''), { timeout: readyMs })
    .toContain('Ctrl-C');
  const url = /http:\/\/localhost:\d+/.exec(started.output())?.[0] ?? '';
  return { ...started, url };
}

test('starts, shows a link that makes the first teacher, remembers her, and stops cleanly', async () => {
  const data = join(dir, 'data');
  const first = await runReady(['--data', data]);
  const token = /\/setup#(\S+)/.exec(first.output())?.[1];
  const device = new Device(first.url);
  const name = 'Ms Adeyemi';
  const made = await device.call('POST', '/api/setup', {
    token,
    name,
    passphrase: 'seven wet days',
  });
  expect(made.status).toBe(200);
  expect((await stat(join(data, 'session.secret'))).mode & 0o777).toBe(0o600);
  const postmaster = await readPostmaster(join(data, 'postgres', 'cluster'));
  first.child.kill('SIGINT');
  expect(await first.exit).toBe(0);
  expect(await findPostgres(postmaster?.pid ?? 0)).toBe('gone');
  // The terminal shows no log lines, the file does.
  expect(first.output()).not.toContain('"level"');
  expect(await readFile(join(data, 'learnflow.log'), 'utf8')).toContain('server.ready');

  const second = await runReady(['--data', data]);
  expect(second.output()).not.toContain('/setup#');
  const again = new Device(second.url);
  again.keep([`${device.cookie}; Path=/`]);
  expect((await again.me()).user).toEqual({ name, kind: 'teacher' });
}, 60_000);

test('a second start on the same data and a start on a taken port end with exit 1 and a sentence', async () => {
  const data = join(dir, 'data');
  const first = await runReady(['--data', data]);
  const port = new URL(first.url).port;
  const sameData = run(['--port', '0', '--data', data]);
  expect(await sameData.exit).toBe(1);
  expect(sameData.output().trim()).toMatch(
    /^LearnFlow is already running on the data folder .*--data\.$/,
  );
  const samePort = run(['--port', port, '--data', join(dir, 'other')]);
  expect(await samePort.exit).toBe(1);
  expect(samePort.output().trim()).toMatch(
    new RegExp(`^Port ${port} is taken .*--port ${Number(port) + 1}\\.$`),
  );
  expect((await fetch(`${first.url}/readyz`)).status).toBe(200);
  expect(await readPostmaster(join(dir, 'other', 'postgres', 'cluster'))).toBeUndefined();
}, 60_000);

test('after a kill -9 it starts again by itself', async () => {
  const data = join(dir, 'data');
  const first = await runReady(['--data', data]);
  first.child.kill('SIGKILL');
  await first.exit;
  const second = await runReady(['--data', data]);
  expect((await fetch(`${second.url}/readyz`)).status).toBe(200);
}, 60_000);

test('works on the database of DATABASE_URL, with log lines on standard output for operators', async () => {
  const database = await createTestDatabase();
  const started = await runReady(['--data', join(dir, 'data')], {
    DATABASE_URL: database.url,
    LEARNFLOW_LOG: 'stdout',
  });
  expect((await fetch(`${started.url}/readyz`)).status).toBe(200);
  expect(started.output()).toContain('"msg":"server.ready"');
  await expect(stat(join(dir, 'data', 'postgres'))).rejects.toThrow();
  const repair = run(
    ['verify', '--repair', '--data', join(dir, 'data')],
    { DATABASE_URL: database.url },
    operate,
  );
  expect(await repair.exit).toBe(1);
  expect(repair.output().trim()).toBe('A server works with this database. Stop it, then repair.');
  started.child.kill('SIGTERM');
  expect(await started.exit).toBe(0);
  await database.close();
});

test('an upgrade to anything but its own channels is cut off', async () => {
  const { url } = await runReady(['--data', join(dir, 'data')], {
    DATABASE_URL: (await createTestDatabase()).url,
  });
  const socket = new WebSocket(`${url.replace('http', 'ws')}/elsewhere`);
  const closed = await new Promise<string>((resolve) => {
    socket.onclose = () => resolve('closed');
    socket.onopen = () => resolve('open');
  });
  expect(closed).toBe('closed');
});

test('a data folder that cannot be written is named', async () => {
  await writeFile(join(dir, 'file'), '');
  const started = run(['--data', join(dir, 'file', 'data')]);
  expect(await started.exit).toBe(1);
  expect(started.output().trim()).toMatch(/^The data folder \S+ cannot be used: .*--data\.$/);
});

test('data whose repair failed is not served', async () => {
  await writeFile(join(dir, 'repair.unfinished'), '');
  const started = run(['--data', dir]);
  expect(await started.exit).toBe(1);
  expect(started.output().trim()).toMatch(/^The repair of \S+ did not come to its end.*restore/);
});

test('a database that cannot be reached is named without its password', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  const started = run(['--data', dir], {
    DATABASE_URL: `postgres://me:hunter2@127.0.0.1:${port}/db`,
  });
  expect(await started.exit).toBe(1);
  expect(started.output()).toMatch(/DATABASE_URL \(127\.0\.0\.1:\d+\) cannot be reached/);
  expect(started.output()).not.toContain('hunter2');
});
