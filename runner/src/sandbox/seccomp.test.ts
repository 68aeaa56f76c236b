import { expect, it } from 'vitest';

import { seccompFilter } from './seccomp.ts';
import { syscallsOf } from './syscalls.ts';

const allowed = 0x7fff0000;
const refused = 0x00050001;
const absent = 0x00050026;

/** Runs a filter as the kernel would, for the handful of instructions it uses. */
function decide(filter: Buffer, audit: number, call: number, args: number[] = []): number {
  const memory = Buffer.alloc(64);
  memory.writeUInt32LE(call >>> 0, 0);
  memory.writeUInt32LE(audit, 4);
  args.forEach((value, index) => memory.writeUInt32LE(value >>> 0, 16 + index * 8));
  let register = 0;
  for (let at = 0; ; at += 1) {
    const code = filter.readUInt16LE(at * 8);
    const value = filter.readUInt32LE(at * 8 + 4);
    const holds: Record<number, boolean> = {
      0x15: register === value,
      0x35: register >= value,
      0x45: (register & value) !== 0,
    };
    if (code === 0x20) register = memory.readUInt32LE(value);
    else if (code === 0x06) return value;
    else at += filter[at * 8 + (holds[code] === true ? 2 : 3)] ?? 0;
  }
}

it.each([
  { machine: 'x64', audit: 0xc000003e, read: 0, mount: 165, clone: 56, socket: 41, ioctl: 16 },
  { machine: 'arm64', audit: 0xc00000b7, read: 63, mount: 40, clone: 220, socket: 198, ioctl: 29 },
])('lets ordinary calls through and refuses the rest on $machine', (numbers) => {
  const calls = syscallsOf(numbers.machine);
  if (calls === undefined) throw new Error('no table');
  const filter = seccompFilter(calls);
  const ask = (call: number, ...args: number[]): number =>
    decide(filter, numbers.audit, call, args);
  expect(ask(numbers.read)).toBe(allowed);
  expect(ask(numbers.mount)).toBe(refused);
  expect(ask(425)).toBe(refused);
  expect(ask(435)).toBe(absent);
  expect(ask(numbers.clone, 17)).toBe(allowed);
  expect(ask(numbers.clone, 0x3d0f00)).toBe(allowed);
  expect(ask(numbers.clone, 0x10000011)).toBe(refused);
  expect(ask(numbers.socket, 1)).toBe(allowed);
  expect(ask(numbers.socket, 2)).toBe(allowed);
  expect(ask(numbers.socket, 10)).toBe(allowed);
  expect(ask(numbers.socket, 40)).toBe(0x00050061);
  expect(ask(numbers.ioctl, 0, 0x5401)).toBe(allowed);
  expect(ask(numbers.ioctl, 0, 0x5412)).toBe(refused);
  expect(decide(filter, 0x40000003, numbers.read)).toBe(0x80000000);
  for (const call of calls.refused) expect(ask(call)).toBe(refused);
});

it('refuses the second calling convention of x86', () => {
  const calls = syscallsOf('x64');
  if (calls === undefined) throw new Error('no table');
  expect(decide(seccompFilter(calls), 0xc000003e, 0x40000000 + 165)).toBe(absent);
});
