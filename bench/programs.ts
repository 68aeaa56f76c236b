/** Programs for benches, from the click to their end. */
import {
  defaultRunLimits,
  type RunEvent,
  type RunHandle,
  type Runner,
  type RunSpec,
} from '../shared/src/run.ts';

const pauseMs = 60;
/** The interpreter that the sandbox uses too: the first on PATH is often a shim that only looks for one. */
export const python = '/usr/bin/python3';

export interface Timing {
  firstMs: number;
  endMs: number;
  reason: string;
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

let count = 0;
/** Runs one program to its end. */
export function run(
  runner: Runner,
  text: string,
  on: (event: RunEvent, handle: RunHandle) => void = () => undefined,
  by?: RunSpec['by'],
): Promise<Timing> {
  const start = performance.now();
  let firstMs = Number.NaN;
  count += 1;
  return new Promise((resolve) => {
    const handle = runner.run(
      {
        ...{ runId: `bench-${count}`, files: [{ name: 'main.py', text }], entry: 'main.py' },
        limits: { ...defaultRunLimits, cpuMs: 60_000, wallMs: 60_000 },
        ...(by ? { by } : {}),
      },
      {
        event(event) {
          if (event.kind === 'output' && Number.isNaN(firstMs)) firstMs = performance.now() - start;
          on(event, handle);
          if (event.kind === 'ended')
            resolve({ firstMs, endMs: performance.now() - start, reason: event.end.reason });
        },
      },
    );
  });
}

/** One after the other, with a breath between them. */
export async function repeat(times: number, measure: () => Promise<number>): Promise<number[]> {
  const samples: number[] = [];
  for (let done = 0; done < times; done += 1) {
    samples.push(await measure());
    await pause(pauseMs);
  }
  return samples;
}
