/** The command line of bubblewrap: what a program sees, which is little. */
import { lstatSync, readlinkSync } from 'node:fs';

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
  // One thread per library: each would take address space and a place among the run's processes.
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MALLOC_ARENA_MAX: '2',
};

export interface SandboxShape {
  python: Python;
  diskBytes: number;
  /** File descriptor with the system call filter; undefined where there is none for this machine. */
  filterFd: number | undefined;
  /** Folders below /usr that hold the server itself and must not be seen. */
  hidden: string[];
  /** The harness, as text: the sandbox user need not be able to read our folder. */
  harness: string;
}

/** Returns the arguments of `bwrap`. */
export function bubblewrapArguments(shape: SandboxShape): string[] {
  const { python } = shape;
  return [
    '--unshare-all',
    '--die-with-parent',
    '--new-session',
    '--clearenv',
    // The supervisor is process 1: nothing inside can end it, and nothing outlives it.
    '--as-pid-1',
    ...['--uid', '1000', '--gid', '1000', '--hostname', 'learnflow'],
    ...['--ro-bind', '/usr', '/usr'],
    ...rootFolders.flatMap(rootFolder),
    ...settings.flatMap((path) => ['--ro-bind-try', path, path]),
    ...(python.home.startsWith('/usr') ? [] : ['--ro-bind', python.home, python.home]),
    ...shape.hidden.flatMap((path) => ['--size', '4096', '--tmpfs', path, '--remount-ro', path]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...['--size', String(temporaryBytes), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...['--size', String(temporaryBytes), '--tmpfs', '/tmp'],
    ...['--size', String(shape.diskBytes), '--tmpfs', home, '--chdir', home],
    // Without it the root is a writable file system in memory, without a size.
    ...['--remount-ro', '/'],
    ...Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value]),
    ...['--cap-drop', 'ALL'],
    ...(shape.filterFd === undefined ? [] : ['--seccomp', String(shape.filterFd)]),
    ...['--', python.file, '-I', '-B', '-X', 'utf8', '-c', shape.harness],
  ];
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
