/** The command line of bubblewrap: what a program sees, which is little. */
import { lstatSync, readlinkSync } from 'node:fs';

import { boot } from '../../python/harness.ts';
import { home, programVariables, pythonFlags, shareBytes } from '../surroundings.ts';
import type { Python } from './python.ts';

/** Folders of a merged /usr that programs expect at the root. */
const rootFolders = ['/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32'];
/** Needed to find shared libraries and the local time; nothing else of /etc is shown. */
const settings = ['/etc/ld.so.cache', '/etc/alternatives', '/etc/localtime'];

export interface SandboxShape {
  python: Python;
  /** Folders below /usr that hold the server itself and must not be seen. */
  hidden: string[];
}

/** Returns the arguments of `bwrap` for one program. */
export function programArguments(shape: SandboxShape, diskBytes: number): string[] {
  return [
    ...worldArguments(shape, 1000),
    ...['--size', String(shareBytes), '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...['--size', String(shareBytes), '--tmpfs', '/tmp'],
    ...['--size', String(diskBytes), '--tmpfs', home, '--chdir', home],
    ...lastArguments(),
    ...['--cap-drop', 'ALL'],
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
    ...Object.entries(programVariables).flatMap(([name, value]) => ['--setenv', name, value]),
  ];
}

function pythonArguments({ python }: SandboxShape): string[] {
  return ['--', python.file, ...pythonFlags, '-c', boot];
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
