/** Where a grade's cases run: turns taken, sandboxes started, everything killed that is left when the grade ends. */
import type { Driver } from '../sandbox/driver.ts';
import type { CaseEnd } from './case-end.ts';
import type { Case, Program } from './jobs.ts';
import { runBatch } from './run-batch.ts';
import { runCase } from './run-case.ts';
import type { Line } from './turns.ts';

export interface Workplace {
  /** One case in a sandbox of its own, whatever the driver. */
  alone(program: Program, one: Case): Promise<CaseEnd>;
  /**
   * All `cases`, each as far from the others as the driver allows. `ended` comes once for each: without an end for one
   * whose `isNeeded` had become false when its turn came.
   */
  all(
    program: Program,
    cases: Case[],
    ended: (index: number, end: CaseEnd | undefined) => void,
    isNeeded: (index: number) => boolean,
  ): Promise<void>;
  /** Kills what runs and lets nothing more start. */
  leave(): void;
}

/** Whether cases of one submission share a process. */
export function sharesProcess(driver: Driver): boolean {
  return driver.name === 'pyodide';
}

export function createWorkplace(driver: Driver, line: Line): Workplace {
  const kills = new Set<() => void>();

  async function alone(program: Program, one: Case): Promise<CaseEnd> {
    const release = await line.take();
    return started(program, one, release);
  }

  async function started(program: Program, one: Case, release: () => void): Promise<CaseEnd> {
    if (sharesProcess(driver)) {
      const ends: CaseEnd[] = [];
      await batch(program, [one], (_index, end) => ends.push(end), release);
      const [end] = ends;
      if (end === undefined) throw new Error('the case was killed');
      return end;
    }
    const running = runCase(driver, program, one);
    kills.add(running.kill);
    void running.gone.then(() => {
      kills.delete(running.kill);
      release();
    });
    return running.ended;
  }

  async function batch(
    program: Program,
    cases: Case[],
    ended: (index: number, end: CaseEnd) => void,
    release: () => void,
  ): Promise<void> {
    const running = runBatch(driver, program, cases, ended);
    kills.add(running.kill);
    try {
      await running.finished;
    } finally {
      kills.delete(running.kill);
      release();
    }
  }

  return {
    alone,
    async all(program, cases, ended, isNeeded) {
      if (cases.length === 0) return;
      if (sharesProcess(driver)) {
        const release = await line.take();
        return batch(program, cases, ended, release);
      }
      await Promise.all(
        cases.map(async (one, index) => {
          const release = await line.take();
          if (isNeeded(index)) return ended(index, await started(program, one, release));
          release();
          ended(index, undefined);
        }),
      );
    },
    leave() {
      line.leave();
      for (const kill of kills) kill();
    },
  };
}
