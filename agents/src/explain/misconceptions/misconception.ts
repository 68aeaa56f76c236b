/** Something in a program that runs and still is not what its author most likely means. */
import type { Code } from '../code.ts';

export interface Misconception {
  id: string;
  /** 1-based. */
  line: number;
  /** The learner's names it is about. */
  names: string[];
  /** One or two sentences with those names; backticks stand around code. */
  text: string;
  concept: string;
}

export type FindMisconceptions = (code: Code) => Misconception[];
