/** What a runner can promise on its machine; each promise was found out by programs that really tried to break it. */
import { z } from 'zod';

export const runnerDrivers = ['bubblewrap', 'podman', 'docker', 'pyodide', 'none'] as const;

/** Name of a container image, with its tag or digest when there is one; never an option of a command line. */
export const imageName = z
  .string()
  .regex(/^[a-z0-9][\w./:@-]*$/, 'use a name like learnflow-runner:latest');

export const runnerReport = z.object({
  driver: z.enum(runnerDrivers),
  /** Version of the Python that programs meet; empty where there is none. */
  python: z.string(),
  /** False when programs cannot be run safely here; `reason` says why. */
  available: z.boolean(),
  reason: z.exactOptional(z.string()),
  /** Stronger drivers that were tried before and did not hold, each with its reason. */
  passedOver: z.exactOptional(z.array(z.string().max(500)).max(10)),
  /** Without all of these nothing is run. */
  holds: z.object({
    network: z.boolean(),
    memory: z.boolean(),
    processes: z.boolean(),
    files: z.boolean(),
  }),
  /** How it holds. */
  details: z.exactOptional(
    z.object({
      /** `exact`: the kernel counts all processes of a run together. `watchdog`: measured some times a second. */
      memory: z.enum(['exact', 'watchdog', 'none']),
      /** CPU time is limited. */
      cpu: z.boolean(),
      /** A busy program leaves other programs their share. */
      cpuShare: z.boolean(),
      disk: z.boolean(),
      /** System calls no program needs are refused by the kernel. */
      seccomp: z.boolean(),
      cgroup: z.enum(['v1', 'v2', 'none']),
      /** Whether each program runs as a user of its own or all as one ordinary user. */
      users: z.enum(['each', 'one', 'none']),
      /** How a program gets its process: forked from one that has started, or started for it. */
      start: z.enum(['fork', 'process', 'worker', 'container']),
      /** Sandboxes that wait ready. */
      pool: z.number().int().nonnegative(),
      /** Most programs at the same time. */
      places: z.number().int().positive(),
    }),
  ),
});
export type RunnerReport = z.infer<typeof runnerReport>;
