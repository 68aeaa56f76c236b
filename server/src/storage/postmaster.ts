import { execFile } from 'node:child_process';
import { readdir, readFile, readlink, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What a running Postgres writes about itself into its data folder. */
export interface Postmaster {
  pid: number;
  port: number;
  ready: boolean;
}

/** @returns path of the file that Postgres keeps while it runs, and leaves behind when it is killed */
export const postmasterFile = (cluster: string): string => join(cluster, 'postmaster.pid');

/** @returns undefined when no Postgres claims to run on this cluster */
export async function readPostmaster(cluster: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(postmasterFile(cluster), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/**
 * running: a Postgres. stale: a number that now belongs to another program, or a dead process that nobody has
 * collected (containers without an init). gone: no such process.
 */
export async function findPostgres(pid: number): Promise<'running' | 'stale' | 'gone'> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return 'gone';
  }
  const { name, state } = await describe(pid);
  return /postgres|postmaster/.test(name) && !state.startsWith('Z') ? 'running' : 'stale';
}

/**
 * Processes of a Postgres that work on the cluster; also those of a killed one, beside which a new one would damage it.
 * Known on Linux only; elsewhere Postgres' own check of its shared memory has to do.
 * @returns their process numbers
 */
export async function listBackends(cluster: string): Promise<number[]> {
  if (process.platform !== 'linux') return [];
  const folder = await realpath(cluster);
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number);
  const found = await Promise.all(
    pids.map(async (pid) => {
      // A terminal may stand in the folder, too.
      const at = await readlink(`/proc/${pid}/cwd`).catch(() => '');
      return at === folder && (await findPostgres(pid)) === 'running';
    }),
  );
  return pids.filter((_, n) => found[n]);
}

async function describe(pid: number): Promise<{ name: string; state: string }> {
  if (process.platform === 'linux') {
    const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    const [, name = '', state = ''] = /^\d+ \((.*)\) (\S)/s.exec(text) ?? [];
    return { name, state };
  }
  if (process.platform === 'win32') {
    const { stdout } = await run('tasklist', ['/fi', `PID eq ${pid}`, '/nh']).catch(() => none);
    return { name: stdout, state: '' };
  }
  const { stdout } = await run('ps', ['-o', 'stat=,comm=', '-p', String(pid)]).catch(() => none);
  const [state = '', ...name] = stdout.trim().split(/\s+/);
  return { name: name.join(' '), state };
}
const none = { stdout: '' };
