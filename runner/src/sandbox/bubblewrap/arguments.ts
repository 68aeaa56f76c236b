/** The command line of bubblewrap: what a program sees, which is little. */
import { lstatSync, readlinkSync } from 'node:fs';

import { boot } from '../../python/harness.ts';
import type { Python } from './python.ts';

const home = '/home/learner';
/** Room for temporary files beside the workspace; both are memory, so both are sized. */
const temporaryBytes = 8 * 1024 * 1024;
/** Folders of a merged /usr that programs expect at the root. */
const rootFolders = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
/** Needed to find shared libraries and the local time; nothing else of /etc is shown. */
const settings = ['/etc/ld.so.cache', '/etc/alternatives', '/etc/localtime'];

const variables: Record<string, string> = {
  HOME: home,
  USER: 'learner',
  LOGNAME: 'learner',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  TMPDIR: '/tmp',
  MPLBACKEND: 'Agg',
  // Sets keep one order: a program graded twice prints the same twice, and the same as when it was run.
  PYTHONHASHSEED: '0',
  // One thread per library: each would take address space and a place among the run's processes.
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MALLOC_ARENA_MAX: '2',
};

export interface SandboxShape {
  python: Python;
  /** Folders below /usr that hold the server itself and must not be seen. */
  hidden: string[];
}

/**
 * Returns the arguments of `bwrap` for one program.
 * @param filterFd  descriptor with the system call filter; undefined where there is none for this machine
 */
export function programArguments(
  shape: SandboxShape,
  diskBytes: number,
  filterFd: number | undefined,
): string[] {
  return [
    ...worldArguments(shape, 1000),
    ...['--size', String(temporaryBytes), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...['--size', String(temporaryBytes), '--tmpfs', '/tmp'],
    ...['--size', String(diskBytes), '--tmpfs', home, '--chdir', home],
    ...lastArguments(),
    ...['--cap-drop', 'ALL'],
    ...(filterFd === undefined ? [] : ['--seccomp', String(filterFd)]),
    ...pythonArguments(shape),
  ];
}

/**
 * Returns the arguments of `bwrap` for a forkserver: the same world, in which it makes the writable parts itself for each
 * program.
 * @param user    what it is inside: 0 where users are mapped in for it
 * @param socket  the host's folder with the socket, and where it is shown
 */
export function zygoteArguments(
  shape: SandboxShape,
  user: number,
  socket: { folder: string; shownAs: string },
): string[] {
  return [
    ...worldArguments(shape, user),
    ...['--dir', '/tmp', '--dir', home, '--dir', '/dev/shm', '--remount-ro', '/dev'],
    ...['--ro-bind', socket.folder, socket.shownAs],
    ...lastArguments(),
    // In its own user namespace only.
    ...['--cap-add', 'ALL'],
    ...pythonArguments(shape),
  ];
}

function worldArguments(shape: SandboxShape, user: number): string[] {
  const { python } = shape;
  return [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    // The supervisor is process 1: nothing inside can end it, and nothing outlives it.
    '--as-pid-1',
    ...['--uid', String(user), '--gid', String(user), '--hostname', 'learnflow'],
    ...['--ro-bind', '/usr', '/usr'],
    ...rootFolders.flatMap(rootFolder),
    ...settings.flatMap((path) => ['--ro-bind-try', path, path]),
    ...(python.home.startsWith('/usr') ? [] : ['--ro-bind', python.home, python.home]),
    ...shape.hidden.flatMap((path) => ['--size', '4096', '--tmpfs', path, '--remount-ro', path]),
    ...['--proc', '/proc', '--dev', '/dev'],
  ];
}

function lastArguments(): string[] {
  return [
    // Without it the root is a writable file system in memory, without a size.
    ...['--remount-ro', '/'],
    ...Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}

function pythonArguments({ python }: SandboxShape): string[] {
  return ['--', python.file, '-s', '-B', '-X', 'utf8', '-c', boot];
}

function rootFolder(path: string): string[] {
  try {
    return lstatSync(path).isSymbolicLink()
      ? ['--symlink', readlinkSync(path), path]
      : ['--ro-bind', path, path];
  } catch {
    return [];
  }
}
