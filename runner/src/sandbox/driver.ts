/**
 * What the runner needs from a way of running programs.
 *
 * A cluster fits behind it too: a `KubernetesDriver` would keep a pool of pods of a sandboxed runtime class, `take` one
 * per program, carry frames over an attached stream (`SandboxLink`), and delete the pod when it closes. Nothing above this
 * interface knows processes or files of this machine.
 */
import type { RunLimits } from '@learnflow/shared/run';
import type { RunnerReport } from '@learnflow/shared/runner-report';

import type { Sandbox } from './sandbox.ts';

/** What a driver knows of itself; the probe finds out the rest. */
export type Promises = Pick<
  NonNullable<RunnerReport['details']>,
  'seccomp' | 'cgroup' | 'users' | 'start' | 'pool'
>;

/** Makes a driver that was found; the caller probes it and closes it when it does not hold. */
export type DriverMaker = () => Driver;

export interface Driver {
  readonly name: Exclude<RunnerReport['driver'], 'none'>;
  /** Whether Ctrl-C reaches the program; otherwise stopping means killing. */
  readonly canInterrupt: boolean;
  /** How long after Stop a program may take for its `finally` blocks (0: none run), and then to say where it is. */
  readonly stopMs: { finish: number; place: number };
  /** Most programs at the same time. */
  readonly places: number;
  readonly promises: Promises;
  /** A sandbox for one program, prewarmed when there is one, with its limits in place before it gets a job. */
  take(limits: RunLimits): Sandbox;
  /** Kills what is left and resolves when it is gone. */
  close(): Promise<void>;
}
