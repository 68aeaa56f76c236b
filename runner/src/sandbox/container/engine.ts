/** Docker or Podman on this machine, through its own command. Both understand everything that is asked here. */
import { execFile } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { z } from 'zod';

import type { Promises } from '../driver.ts';

const run = promisify(execFile);
const folders = ['/usr/bin', '/usr/local/bin', '/bin'];
const askMs = 15_000;
const keptReasonChars = 300;

export const engineNames = ['podman', 'docker'] as const;
export type EngineName = (typeof engineNames)[number];

export interface Engine {
  name: EngineName;
  file: string;
  environment: Record<string, string>;
  cgroup: Promises['cgroup'];
  /** Which limits its containers can be given. */
  bounds: { memory: boolean; swap: boolean; tasks: boolean; cpu: boolean };
  /** Runtimes to try, best first; the empty one is the engine's own choice. */
  runtimes: string[];
}

/** Finds an engine that answers and has `image`; or the reason why there is none. Nothing is ever fetched. */
export async function findEngine(
  name: EngineName,
  image: string,
): Promise<Engine | { reason: string }> {
  const file = executable(name);
  if (file === undefined) return { reason: `${name} is not installed` };
  const environment = surroundings();
  try {
    const told: unknown = JSON.parse(
      await ask({ file, environment }, ['info', '--format', '{{json .}}']),
    );
    const known = name === 'docker' ? readDocker(told) : readPodman(told);
    await ask({ file, environment }, ['image', 'inspect', '--format', '{{.Id}}', image]);
    return { name, file, environment, ...known };
  } catch (error) {
    return { reason: `${name}: ${reasonOf(error)}` };
  }
}

/** Runs one command of the engine and returns what it said; rejects with its complaint. */
export async function ask(
  { file, environment }: Pick<Engine, 'file' | 'environment'>,
  args: string[],
): Promise<string> {
  const { stdout } = await run(file, args, { timeout: askMs, cwd: '/', env: environment });
  return stdout;
}

/** What an engine's command needs to find its own settings and socket; nothing of the server's. */
function surroundings(): Record<string, string> {
  const session = `/run/user/${String(userInfo().uid)}`;
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: homedir(),
    ...(existsSync(session) ? { XDG_RUNTIME_DIR: session } : {}),
  };
}

const dockerInfo = z.object({
  CgroupVersion: z.enum(['1', '2']).catch('1'),
  MemoryLimit: z.boolean(),
  SwapLimit: z.boolean(),
  PidsLimit: z.boolean().catch(false),
  CpuCfsQuota: z.boolean(),
  Runtimes: z.record(z.string(), z.unknown()).catch({}),
});

function readDocker(told: unknown): Pick<Engine, 'cgroup' | 'bounds' | 'runtimes'> {
  const info = dockerInfo.parse(told);
  return {
    cgroup: info.MemoryLimit ? `v${info.CgroupVersion}` : 'none',
    bounds: {
      memory: info.MemoryLimit,
      swap: info.SwapLimit,
      tasks: info.PidsLimit,
      cpu: info.CpuCfsQuota,
    },
    runtimes: 'runsc' in info.Runtimes ? ['runsc', ''] : [''],
  };
}

const podmanInfo = z.object({
  host: z.object({
    cgroupVersion: z.enum(['v1', 'v2']),
    cgroupControllers: z.array(z.string()).nullish(),
    security: z.object({ rootless: z.boolean() }),
  }),
});

/** An ordinary user has of the first generation of cgroups nothing, of the second what was handed to them. */
function readPodman(told: unknown): Pick<Engine, 'cgroup' | 'bounds' | 'runtimes'> {
  const { cgroupVersion, cgroupControllers, security } = podmanInfo.parse(told).host;
  const has = (controller: string): boolean =>
    cgroupVersion === 'v1' ? !security.rootless : (cgroupControllers ?? []).includes(controller);
  const runsc = executable('runsc');
  return {
    cgroup: has('memory') ? cgroupVersion : 'none',
    bounds: { memory: has('memory'), swap: has('memory'), tasks: has('pids'), cpu: has('cpu') },
    runtimes: runsc === undefined ? [''] : [runsc, ''],
  };
}

function executable(name: string): string | undefined {
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The engine's own words, without its prefixes. */
function reasonOf(error: unknown): string {
  const said = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
  const text = said || (error instanceof Error ? error.message : String(error));
  return (text.split('\n').at(-1) ?? '').replace(/^Error: /, '').slice(0, keptReasonChars);
}
