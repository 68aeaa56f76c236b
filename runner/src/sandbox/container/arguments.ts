/** The command line of Docker or Podman for one program. Never `--privileged`, never a mount of this machine, never a fetch. */
import type { RunLimits } from '@learnflow/shared/run';

import { boot } from '../../python/harness.ts';
import { home, outerLimits, programVariables, pythonFlags, shareBytes } from '../surroundings.ts';
import type { Engine } from './engine.ts';

/** The supervisor's own files; what the program may open is bounded inside. */
const openFiles = 1024;
/** Rooms for processes of the supervisor's user beside the program's. */
const spareProcesses = 16;

export interface ContainerShape {
  name: string;
  image: string;
  /** A user of the container; no two running programs share one, because processes are counted by user. */
  user: number;
  limits: RunLimits;
  /** Empty for the engine's own choice. */
  runtime: string;
}

/** Returns the arguments after the engine's name; the container reads our Python from its input and dies with it. */
export function containerArguments(engine: Engine, shape: ContainerShape): string[] {
  const { limits, user } = shape;
  const { bounds } = engine;
  const { memoryBytes, tasks } = outerLimits(limits);
  const who = `${String(user)}:${String(user)}`;
  const both = (value: number): string => `${String(value)}:${String(value)}`;
  return [
    ...['run', '--rm', '--interactive', '--pull', 'never', '--name', shape.name],
    // Process 1 hears no gentler signal.
    ...['--stop-signal', 'SIGKILL'],
    ...(shape.runtime === '' ? [] : ['--runtime', shape.runtime]),
    ...['--hostname', 'learnflow', '--network', 'none', '--log-driver', 'none'],
    ...['--user', who, '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    '--read-only',
    ...['--tmpfs', tmpfs(home, limits.diskBytes), '--tmpfs', tmpfs('/tmp', shareBytes)],
    ...['--shm-size', String(shareBytes), '--workdir', home],
    ...(bounds.memory ? ['--memory', String(memoryBytes)] : []),
    ...(bounds.memory && bounds.swap ? ['--memory-swap', String(memoryBytes)] : []),
    ...(bounds.tasks ? ['--pids-limit', String(tasks)] : []),
    ...(bounds.cpu ? ['--cpus', '1'] : []),
    ...['--ulimit', `nofile=${both(openFiles)}`, '--ulimit', 'core=0:0'],
    ...['--ulimit', `nproc=${both(tasks + spareProcesses)}`],
    // Docker reads detach keys from terminals only; Podman would let two letters of an answer leave the program alone.
    ...(engine.name === 'podman'
      ? ['--detach-keys', '', '--no-hosts', '--read-only-tmpfs=false']
      : []),
    ...Object.entries(programVariables).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--entrypoint', 'python3', shape.image, ...pythonFlags, '-c', boot],
  ];
}

/** The only user there may write everywhere in it. */
function tmpfs(path: string, bytes: number): string {
  return `${path}:rw,nosuid,nodev,size=${String(bytes)},mode=1777`;
}
