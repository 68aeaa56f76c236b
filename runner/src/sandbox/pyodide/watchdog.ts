/**
 * Processor time and memory of a worker, looked at from outside: Pyodide's loop hears nothing while a program is busy.
 * Linux only; elsewhere the clock on the wall is what ends an endless loop.
 */
import { readFileSync } from 'node:fs';
import { setPriority } from 'node:os';

import type { RunLimits } from '@learnflow/shared/run';

import type { Confinement } from '../sandbox.ts';

const lookMs = 200;
/** Most programs need less; one that has used more stands back behind those that have not. */
const fairMs = 1_000;
const busyNiceness = 15;
/** Clock ticks per second in /proc, the same on every Linux that Node runs on. */
const ticksPerS = 100;
const pageBytes = 4096;
/** Pictures, files and JavaScript's own memory beside what the program has. */
const roomBytes = 192 * 1024 * 1024;

interface Use {
  cpuMs: number;
  bytes: number;
}

export function watchWorker(): Confinement {
  let pid: number | undefined;
  let timer: NodeJS.Timeout | undefined;
  let wanted: RunLimits | undefined;
  let standsBack = false;
  let tell: (limit: 'time' | 'memory') => void = () => undefined;

  function begin(): void {
    if (pid === undefined || wanted === undefined || timer !== undefined) return;
    const limits = wanted;
    const worker = pid;
    // Starting it was not the program's doing.
    const before = useOf(worker);
    if (before === undefined) return;
    timer = setInterval(() => {
      const now = useOf(worker);
      if (now === undefined) return;
      if (!standsBack && now.cpuMs - before.cpuMs > fairMs) {
        standsBack = true;
        standBack(worker);
      }
      if (now.cpuMs - before.cpuMs > limits.cpuMs) tell('time');
      else if (now.bytes - before.bytes > limits.memoryBytes + roomBytes) tell('memory');
    }, lookMs);
    timer.unref();
  }

  return {
    enter(own) {
      pid = own;
      begin();
      return Promise.resolve();
    },
    limit(limits) {
      wanted = limits;
      begin();
    },
    exceeded(listener) {
      tell = listener;
    },
    holdsMemory: () => false,
    wasOutOfMemory: () => false,
    leave: () => clearInterval(timer),
  };
}

function standBack(pid: number): void {
  try {
    setPriority(pid, busyNiceness);
  } catch {
    // It has just ended.
  }
}

function useOf(pid: number): Use | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return { cpuMs: (ticks * 1000) / ticksPerS, bytes: Number(fields[21]) * pageBytes };
  } catch {
    return undefined;
  }
}
