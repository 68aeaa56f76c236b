import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { nodeBinary, root } from '../scripts/prepare.mjs';

/** The real product as a process of its own, on a free port and a data folder of its own. */
export interface Product {
  url: string;
  port: number;
  pid: number;
  /** The one-time link for the first teacher (or the demo teacher), as printed. */
  link: string;
  startMs: number;
  output(): string;
  /** Ctrl-C; resolves with the exit code. */
  stop(): Promise<number | null>;
  /** kill -9 of the server alone; its database is orphaned, as after a crash. */
  kill(): Promise<void>;
  /** The same data and port again, after `stop` or `kill`. */
  restart(): Promise<Product>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

export interface ProductOptions {
  flags?: string[];
  env?: Record<string, string>;
}

const readyWithinMs = 60_000;

export async function startProduct(options: ProductOptions = {}): Promise<Product> {
  const home = mkdtempSync(path.join(tmpdir(), 'learnflow-e2e-'));
  chmodSync(home, 0o755);
  return launch(home, await freePort(), options);
}

async function launch(home: string, port: number, options: ProductOptions): Promise<Product> {
  const began = performance.now();
  const child = spawn(
    nodeBinary(),
    [
      'server/src/main.ts',
      '--port',
      String(port),
      '--data',
      path.join(home, 'data'),
      ...(options.flags ?? []),
    ],
    { cwd: root, env: { ...process.env, ...options.env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const url = `http://127.0.0.1:${port}`;
  await waitUntilReady(child, url, () => output);
  const startMs = performance.now() - began;
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const stop = async (): Promise<number | null> => {
    child.kill('SIGINT');
    return exited;
  };
  return {
    url,
    port,
    pid: child.pid ?? 0,
    link: /https?:\/\/\S+\/setup#\S+/.exec(output)?.[0].replace(/^https?:\/\/[^/]+/, url) ?? '',
    startMs,
    output: () => output,
    stop,
    kill: async () => {
      child.kill('SIGKILL');
      await exited;
    },
    restart: () => launch(home, port, options),
    remove: async () => {
      if (child.exitCode === null && child.signalCode === null) await stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function waitUntilReady(
  child: ChildProcess,
  url: string,
  output: () => string,
): Promise<void> {
  const began = performance.now();
  while (performance.now() - began < readyWithinMs) {
    if (child.exitCode !== null) throw new Error(`The product ended at start:\n${output()}`);
    const ready = await fetch(`${url}/readyz`)
      .then((response) => response.status === 200)
      .catch(() => false);
    // The banner with its links follows the first answer by a moment.
    if (ready && output().includes('http://')) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`The product was not ready in ${readyWithinMs / 1000} s:\n${output()}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        resolve(typeof address === 'object' && address ? address.port : 0);
      });
    });
  });
}
