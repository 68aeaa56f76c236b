/**
 * Whether the same program would get the same verdict again. Time is what a loaded machine takes away, and what was not
 * reached (no pytest here, grading cut short) may be reached another time; a program that cannot be read stays so.
 */
import type { GradeReport } from '@learnflow/shared';

export function isFirm({ outcomes }: GradeReport): boolean {
  return outcomes.every(
    ({ status, error }) => status !== 'time' && (status !== 'not-reached' || error !== undefined),
  );
}
