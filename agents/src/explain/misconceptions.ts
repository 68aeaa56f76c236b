/** Looks through a program that runs for what its author most likely does not mean. */
import { readCode } from './code.ts';
import { assignmentChecks } from './misconceptions/assignments.ts';
import { flowChecks } from './misconceptions/flow.ts';
import type { Misconception } from './misconceptions/misconception.ts';

const checks = [...flowChecks, ...assignmentChecks];
/** More than a few at once help nobody. */
const mostFindings = 20;

/** @returns what was found, from top to bottom */
export function findMisconceptions(name: string, text: string): Misconception[] {
  const code = readCode(name, text);
  return checks
    .flatMap((check) => check(code))
    .sort((a, b) => a.line - b.line)
    .slice(0, mostFindings);
}
