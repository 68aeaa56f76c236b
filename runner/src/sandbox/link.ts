/** How the host holds on to one sandbox process, however it was started. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Readable, Writable } from 'node:stream';

const keptErrorChars = 4_000;

/**
 * Input and output are two streams on purpose: a write to the input of a process that has just ended breaks that stream,
 * and on a shared one the output that was still unread would be lost with it.
 */
export interface Streams {
  input: Writable;
  output: Readable;
}

export interface SandboxLink {
  /** Both streams, once the process is there; never settles when it does not come. */
  opened: Promise<Streams>;
  /** Settles when the process and everything in it is gone, with what it said outside of its streams. */
  gone: Promise<string>;
  /** Ends every process of the sandbox at once. */
  kill(): void;
  /** The sandbox's first process as this machine numbers it, for limits that the kernel keeps; undefined when it ended before it was known. */
  pid(): Promise<number | undefined>;
}

export interface SandboxCommand {
  file: string;
  args: string[];
  /** Written to its input before anything else. */
  harness?: Buffer;
  /** Variables it needs; none otherwise: the server's own hold secrets. */
  environment?: Record<string, string>;
  /** Drops to this user and group; only a root server can. */
  user?: number;
  /** How far it stands back behind the server; drivers that see to it inside leave it out. */
  niceness?: number;
  /** Which process is the sandbox's first, when it is not the command's own. */
  firstPid?: (pid: number) => number | undefined;
}

/** A process of its own for one sandbox. */
export function spawnLink(command: SandboxCommand): SandboxLink {
  const child = spawn(command.file, command.args, {
    // Nothing of the server's own surroundings: its settings hold secrets and its folder may be closed to the user.
    env: command.environment ?? {},
    cwd: '/',
    windowsHide: true,
    ...(command.user === undefined ? {} : { uid: command.user, gid: command.user }),
  });
  if (command.niceness !== undefined && child.pid !== undefined)
    setPriority(child.pid, command.niceness);
  const { stdin: input, stdout: output, stderr: errors } = child;

  if (command.harness !== undefined) input.write(command.harness);

  let said = '';
  const gone = Promise.withResolvers<string>();
  child.once('error', (error) => gone.resolve(`${said}${error.message}`));
  child.once('exit', () => gone.resolve(said));
  for (const stream of [input, output, errors]) stream.on('error', () => undefined);
  errors.setEncoding('utf8').on('data', (text: string) => {
    if (said.length < keptErrorChars) said += text;
  });
  const { firstPid } = command;
  return {
    opened: Promise.resolve({ input, output }),
    gone: gone.promise,
    kill: () => killBoth(child, firstPid),
    pid: () =>
      Promise.resolve(child.pid !== undefined && firstPid ? firstPid(child.pid) : child.pid),
  };
}

/**
 * Ends a process and the sandbox's first below it. Bubblewrap's child follows its parent only from a moment after its birth
 * on: ended before, the parent would leave it waiting for ever.
 */
export function killBoth(
  child: ChildProcess,
  firstPid: ((pid: number) => number | undefined) | undefined,
): void {
  // Once it was reaped its number may be somebody else's.
  const isThere = child.exitCode === null && child.signalCode === null;
  const first = isThere && child.pid !== undefined ? firstPid?.(child.pid) : undefined;
  child.kill('SIGKILL');
  if (first === undefined) return;
  try {
    process.kill(first, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}
