/**
 * The system call filter of the native sandbox, written out as classic BPF, the form the kernel and bubblewrap take.
 * The network is already gone with its namespace; this closes the kernel doors that namespaces leave open
 * (other socket families, io_uring, new namespaces, mounts, keys, tracing, memory outside every limit).
 */
import type { SyscallTable } from './syscalls.ts';

const load = 0x20;
const jumpIfEqual = 0x15;
const jumpIfAtLeast = 0x35;
const jumpIfBits = 0x45;
const answer = 0x06;

const allow = 0x7fff0000;
const killProcess = 0x80000000;
const refuseWith = (errno: number): number => 0x00050000 | errno;
const notPermitted = refuseWith(1);
const noSuchCall = refuseWith(38);
const noSuchFamily = refuseWith(97);

/** Byte offsets in the kernel's `struct seccomp_data`; arguments are 64 bits wide, low half first. */
const callAt = 0;
const architectureAt = 4;
const argumentAt = (index: number): number => 16 + index * 8;

/** CLONE_NEW* of every namespace. */
const newNamespaces = 0x7e020000;
/** AF_UNIX, AF_INET, AF_INET6. Others (AF_VSOCK above all) are not closed by the network namespace. */
const families = [1, 2, 10];
/** TIOCSTI, TIOCLINUX: typing into the terminal of somebody else. */
const terminalTricks = [0x5412, 0x541c];

type Instruction = [code: number, whenTrue: number, whenFalse: number, value: number];

/** Returns the filter program for `calls`, eight bytes per instruction, little endian. */
export function seccompFilter(calls: SyscallTable): Buffer {
  const program: Instruction[] = [
    [load, 0, 0, architectureAt],
    [jumpIfEqual, 1, 0, calls.audit],
    [answer, 0, 0, killProcess],
    [load, 0, 0, callAt],
  ];
  if (calls.foreignFrom !== undefined)
    program.push([jumpIfAtLeast, 0, 1, calls.foreignFrom], [answer, 0, 0, noSuchCall]);
  for (const call of calls.absent)
    program.push([jumpIfEqual, 0, 1, call], [answer, 0, 0, noSuchCall]);
  for (const call of calls.refused)
    program.push([jumpIfEqual, 0, 1, call], [answer, 0, 0, notPermitted]);
  program.push(
    ...onlyWhen(calls.clone, [
      [load, 0, 0, argumentAt(0)],
      [jumpIfBits, 0, 1, newNamespaces],
      [answer, 0, 0, notPermitted],
    ]),
    ...onlyWhen(calls.socket, [
      [load, 0, 0, argumentAt(0)],
      ...families.map((family, index): Instruction => [
        jumpIfEqual,
        families.length - index,
        0,
        family,
      ]),
      [answer, 0, 0, noSuchFamily],
    ]),
    ...onlyWhen(calls.ioctl, [
      [load, 0, 0, argumentAt(1)],
      ...terminalTricks.flatMap((request): Instruction[] => [
        [jumpIfEqual, 0, 1, request],
        [answer, 0, 0, notPermitted],
      ]),
    ]),
    [answer, 0, 0, allow],
  );
  return assemble(program);
}

/** Runs `checks` for one call; what they let through is allowed. */
function onlyWhen(call: number, checks: Instruction[]): Instruction[] {
  return [[jumpIfEqual, 0, checks.length + 1, call], ...checks, [answer, 0, 0, allow]];
}

function assemble(program: Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, whenTrue, whenFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(whenTrue, index * 8 + 2);
    bytes.writeUInt8(whenFalse, index * 8 + 3);
    bytes.writeUInt32LE(value >>> 0, index * 8 + 4);
  });
  return bytes;
}
