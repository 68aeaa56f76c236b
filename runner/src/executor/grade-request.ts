/** A submission at the server's end of the wire. */
import { AppError } from '@learnflow/shared/errors';
import type { GradeHandle, Grader, GradeReport } from '@learnflow/shared/grade';

import type { Opener } from './opener.ts';
import { gradeOutcome, gradeReport } from './grade-words.ts';

/** Sends `spec`; the report settles exactly once, and rejects when nothing was judged. */
export function openGrade(open: Opener, ...[spec, on]: Parameters<Grader['grade']>): GradeHandle {
  const report = Promise.withResolvers<GradeReport>();
  // Whoever only stops a grade need not care for its report.
  report.promise.catch(() => undefined);
  const fail = (message: string): void => report.reject(new AppError('unavailable', message));
  const request = open('grade', spec, {
    queued: (place) => on?.queued?.(place),
    event: (body) => on?.outcome?.(gradeOutcome.parse(body)),
    done: (body) => {
      const parsed = gradeReport.safeParse(body);
      if (parsed.success) report.resolve(parsed.data);
      else fail('The grader said something that is no report. Nothing was judged.');
    },
    failed: fail,
    lost: () => fail('The runner restarted. Nothing was judged; check again.'),
  });
  if (request === undefined) fail('Too much is being checked. Try again in a minute.');
  return { report: report.promise, stop: () => request?.cancel() };
}
