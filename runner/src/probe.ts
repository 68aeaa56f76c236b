/**
 * Finds out what really holds by running programs that try: nothing is assumed from a version or a setting, because
 * a container or a security module may forbid any part of a sandbox.
 */
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

import { defaultRunLimits } from '@learnflow/shared/run';
import type { RunEnd, RunLimits } from '@learnflow/shared/run';
import type { RunnerReport } from '@learnflow/shared/runner-report';

import { startRun } from './run/active-run.ts';
import type { Driver } from './sandbox/driver.ts';

const megabyte = 1024 * 1024;
const probeLimits: RunLimits = { ...defaultRunLimits, wallMs: 10_000, processes: 16 };

const busyLimits = { cpuMs: 300, wallMs: 4_000 };

export interface Probe {
  python: string;
  holds: RunnerReport['holds'];
  details: Pick<NonNullable<RunnerReport['details']>, 'memory' | 'cpu' | 'cpuShare' | 'disk'>;
  /** What the sandbox said when not even a hello came back. */
  failure?: string;
}

/** Runs a few tiny programs in `driver` (doors, memory, many processes' memory, time, disk) and reports what holds. */
export async function probe(driver: Driver): Promise<Probe> {
  const listener = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  try {
    const doors = await runProgram(driver, doorsProgram(port), probeLimits);
    if (!doors.out.includes('hello'))
      return {
        ...{ python: doors.python, holds: nothing, details: noDetails },
        failure: doors.err || 'no answer',
      };
    const [memory, busy] = await Promise.all([
      runProgram(driver, memoryProgram, { ...probeLimits, memoryBytes: 64 * megabyte }),
      runProgram(driver, 'while True: pass', { ...probeLimits, ...busyLimits }),
    ]);
    const isExact = await isMemoryExact(driver);
    return {
      python: doors.python,
      holds: {
        network: doors.out.includes('network closed'),
        files: doors.out.includes('files closed'),
        processes: doors.out.includes('processes bounded'),
        memory: memory.end.reason === 'memory',
      },
      details: {
        memory: memory.end.reason !== 'memory' ? 'none' : isExact ? 'exact' : 'watchdog',
        cpu: busy.end.reason === 'time' && busy.end.durationMs < busyLimits.wallMs,
        cpuShare: isExact,
        disk: doors.out.includes('disk bounded'),
      },
    };
  } finally {
    listener.close();
  }
}

/** Nobody inside is told of a limit here: whoever ends a program that wants too much, it is the kernel. */
async function isMemoryExact(driver: Driver): Promise<boolean> {
  if (driver.promises.cgroup === 'none') return false;
  const small = { ...probeLimits, memoryBytes: 64 * megabyte };
  const large = { ...probeLimits, memoryBytes: 2048 * megabyte };
  const program = `${boundedMemoryProgram}print('unbounded')`;
  const { out, end } = await runProgram(driver, program, large, small);
  return end.reason === 'memory' && !out.includes('unbounded');
}

const nothing: RunnerReport['holds'] = {
  network: false,
  memory: false,
  processes: false,
  files: false,
};

const noDetails: Probe['details'] = { memory: 'none', cpu: false, cpuShare: false, disk: false };

/** Tries to reach a port of this very machine, to read this very file, and to start more processes than allowed. */
const doorsProgram = (port: number): string => `
print('hello')
try:
    import socket
    socket.create_connection(('127.0.0.1', ${String(port)}), timeout=1).close()
except OSError:
    print('network closed')
try:
    open(${JSON.stringify(import.meta.filename)}).read()
except OSError:
    try:
        open('/etc/shadow').read()
    except OSError:
        print('files closed')
import os, time
try:
    for number in range(30):
        open('fill%d' % number, 'wb').write(bytes(1048576))
except OSError:
    print('disk bounded')
count = 0
try:
    while count < 40:
        if os.fork() == 0:
            time.sleep(5)
            os._exit(0)
        count += 1
except (OSError, AttributeError):
    print('processes bounded')
`;

const memoryProgram = `
blocks = []
while True:
    blocks.append(bytearray(8 * 1024 * 1024))
`;

/** Well beyond what the kernel is told to allow, and little enough for any machine. */
const boundedMemoryProgram = `
blocks = [b'x' * (8 * 1024 * 1024) for _ in range(50)]
`;

interface Outcome {
  python: string;
  out: string;
  err: string;
  end: RunEnd;
}

/** @param bounds  what is kept from outside, when that is to be tried without what is kept inside */
async function runProgram(
  driver: Driver,
  text: string,
  limits: RunLimits,
  bounds = limits,
): Promise<Outcome> {
  const sandbox = driver.take(bounds);
  let failure = '';
  sandbox.ready.catch((error: unknown) => (failure = String(error)));
  return new Promise((resolve) => {
    const outcome = { python: '', out: '', err: '' };
    let ended: RunEnd | undefined;
    startRun({
      spec: { runId: 'probe', files: [{ name: 'main.py', text }], entry: 'main.py', limits },
      sandbox,
      driver,
      event: (event) => {
        if (event.kind === 'started') outcome.python = event.python;
        else if (event.kind === 'output') outcome[event.stream] += event.text;
        else if (event.kind === 'ended') ended = event.end;
      },
      gone: () => {
        if (ended !== undefined) resolve({ ...outcome, err: outcome.err || failure, end: ended });
      },
    });
  });
}
