/** Hostile programs, each with what must come of it. All are our own. */
import type { RunReason } from '@learnflow/shared/run';

/** A program that tries to get out of its sandbox. It prints `ESCAPE` and what it reached; nothing of that may be seen. */
export interface SandboxAttack {
  kind: 'sandbox';
  name: string;
  class: string;
  program: string;
  /** How the run may end; without it the program comes to its own end. */
  ends: readonly RunReason[];
}

/** A submission that tries for points it did not earn. */
export interface GradeAttack {
  kind: 'grade';
  name: string;
  class: string;
  program: string;
}

/** `reach(what, action)`: an action that comes through is an escape. */
export const prelude = `
def reach(what, action):
    try:
        result = action()
    except BaseException:
        return
    print("ESCAPE", what, repr(result)[:60])
`;

type Row = [name: string, program: string, ...ends: RunReason[]];

const ownEnd: readonly RunReason[] = ['finished', 'error'];

/** Makes attacks of one class. */
export function sandboxAttacks(kindOf: string, rows: Row[]): SandboxAttack[] {
  return rows.map(([name, program, ...ends]) => ({
    kind: 'sandbox',
    name,
    class: kindOf,
    program: prelude + program,
    ends: ends.length === 0 ? ownEnd : ends,
  }));
}

/** Makes submissions of one class. */
export function gradeAttacks(
  kindOf: string,
  rows: [name: string, program: string][],
): GradeAttack[] {
  return rows.map(([name, program]) => ({ kind: 'grade', name, class: kindOf, program }));
}
