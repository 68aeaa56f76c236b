/** What a native program finds around it, whatever keeps it in. */
import type { RunLimits } from '@learnflow/shared/run';

export const home = '/home/learner';
/** Room for temporary files beside the workspace, in /tmp and in /dev/shm; they are memory, so they are sized. */
export const shareBytes = 8 * 1024 * 1024;
/** Not `-I`: it would ignore the hash seed. */
export const pythonFlags = ['-s', '-B', '-X', 'utf8'];

export const programVariables: Record<string, string> = {
  HOME: home,
  USER: 'learner',
  LOGNAME: 'learner',
  PATH: '/usr/local/bin:/usr/bin:/bin',
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  TMPDIR: '/tmp',
  MPLBACKEND: 'Agg',
  // Sets keep one order: a program graded twice prints the same twice, and the same as when it was run.
  PYTHONHASHSEED: '0',
  // One thread per library: each would take address space and a place among the run's processes.
  OPENBLAS_NUM_THREADS: '1',
  OMP_NUM_THREADS: '1',
  MALLOC_ARENA_MAX: '2',
};

/** The interpreter and its supervisor, which are not the program's own. */
const interpreterBytes = 32 * 1024 * 1024;
/** The supervisor, and one that the process limit inside must meet first, with an exception the program can show. */
const extraTasks = 3;

/** What the kernel is told to allow all processes of a program together. Files in memory count as memory. */
export function outerLimits(limits: RunLimits): { memoryBytes: number; tasks: number } {
  const { memoryBytes, diskBytes, processes } = limits;
  return {
    memoryBytes: memoryBytes + diskBytes + 2 * shareBytes + interpreterBytes,
    tasks: processes + extraTasks,
  };
}
