import { AppError, type Grader } from '@learnflow/shared';

/** Where nothing can be judged: attempts are taken and wait. */
export const absentGrader: Grader = {
  grade: () => ({
    report: Promise.reject(new AppError('unavailable', 'Tests cannot run on this server now.')),
    stop: () => undefined,
  }),
};
