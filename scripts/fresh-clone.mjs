/**
 * What a stranger does: clones the project into an empty folder, runs `npm start`, opens the page, stops it, starts it
 * again, has it killed, starts it once more. Uses its own copy, port and data; nothing of this checkout is reused.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createCount } from './count.mjs';
import { root } from './prepare.mjs';

const count = createCount();
// Readable by the unprivileged user that the database runs as when this runs as root.
const home = mkdtempSync(path.join(tmpdir(), 'learnflow-stranger-'));
chmodSync(home, 0o755);
const clone = path.join(home, 'learnflow');
const port = await freePort();
let running;

try {
  const cloned = spawnSync('git', ['clone', '--quiet', root, clone], { stdio: 'inherit' });
  if (cloned.status !== 0) throw new Error('git clone failed');

  const first = await start();
  expect('the first start becomes ready', first.ready);
  expect(
    'it prints an address and a one-time link for the first teacher',
    /http:\/\/[^\s]+\/setup#\S+/.test(first.text()),
  );
  expect('the page is served', (await status('/')) === 200);
  expect('it is ready', (await status('/readyz')) === 200);
  const second = spawnSync('npm', ['start', '--', '--port', String(await freePort())], {
    cwd: clone,
    encoding: 'utf8',
    timeout: 60_000,
  });
  expect(
    'a second start on the same data ends with exit 1 and a sentence',
    second.status === 1 && /in use|already/.test(second.stdout + second.stderr),
  );
  const taken = spawnSync(
    'npm',
    ['start', '--', '--port', String(port), '--data', path.join(home, 'other')],
    { cwd: clone, encoding: 'utf8', timeout: 60_000 },
  );
  expect(
    'a taken port ends with exit 1 and names the port',
    taken.status === 1 && (taken.stdout + taken.stderr).includes(String(port)),
  );
  expect('Ctrl-C stops it cleanly', isClean(await stop('SIGINT')));
  expect('nothing of it is left running', leftovers().length === 0);

  const again = await start();
  // How fast is measured by `npm run bench -- start`; here it is only said.
  expect(`the second start becomes ready (${again.seconds.toFixed(1)} s)`, again.ready);
  await stop('SIGKILL');
  const after = await start();
  expect(`after kill -9 it starts by itself again (${after.seconds.toFixed(1)} s)`, after.ready);
  expect('it is ready again', (await status('/readyz')) === 200);
  expect('Ctrl-C stops it cleanly again', isClean(await stop('SIGINT')));
  expect('nothing is left running at the end', leftovers().length === 0);
} catch (error) {
  console.error(error);
  count.add({ failed: 1 });
} finally {
  if (running) await stop('SIGKILL');
  for (const pid of leftovers()) process.kill(pid, 'SIGKILL');
  rmSync(home, { recursive: true, force: true });
}
console.log(`\n${count.line()}`);
process.exit(count.total.failed > 0 ? 1 : 0);

function expect(what, ok) {
  console.log(`${ok ? 'ok' : 'FAILED'}: ${what}`);
  count.add(ok ? { passed: 1 } : { failed: 1 });
}

/** Starts the clone; resolves when /readyz answers, or after 10 minutes (a first start installs and builds). */
async function start() {
  const began = performance.now();
  let text = '';
  const child = spawn('npm', ['start', '--', '--port', String(port)], {
    cwd: clone,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running = child;
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (text += chunk.toString()));
  let ready = false;
  while (!ready && child.exitCode === null && performance.now() - began < 600_000) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    ready = (await status('/readyz')) === 200;
  }
  const seconds = (performance.now() - began) / 1000;
  if (!ready) console.error(text);
  // The banner follows the first answer by a moment.
  for (let i = 0; i < 40 && !/http:\/\//.test(text); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 50));
  return { ready, seconds, text: () => text };
}

/** npm itself may end by the signal that its child took as a wish to stop; what counts is that nothing is left. */
function isClean(code) {
  return code === 0 || code === null || code === 130;
}

/** Signals the whole process group, as a terminal does; SIGKILL also hits the database. @returns the exit code */
function stop(signal) {
  const child = running;
  running = undefined;
  if (!child || child.exitCode !== null) return child?.exitCode ?? null;
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(code));
    process.kill(-child.pid, signal);
  });
}

async function status(place) {
  try {
    return (await fetch(`http://127.0.0.1:${port}${place}`, { signal: AbortSignal.timeout(2000) }))
      .status;
  } catch {
    return 0;
  }
}

/** Processes whose command line names this clone or its data. */
function leftovers() {
  const list = spawnSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' }).stdout;
  return list
    .split('\n')
    .filter((line) => line.includes(home) && !line.includes('fresh-clone.mjs'))
    .map((line) => Number(line.trim().split(' ')[0]));
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = server.address();
      server.close(() => resolve(free));
    });
  });
}
