import { type Program, programs, questions } from './programs.ts';
import type { Chance } from './random.ts';

/** One thing a simulated student does. Waits are human milliseconds; the class divides them by its speed. */
export type Step =
  | { kind: 'wait'; ms: number }
  | { kind: 'open'; file: string }
  | { kind: 'key'; text: string }
  | { kind: 'erase'; count: number }
  /** Put the caret at the end of the first line that reads exactly `line`; the rest of the mend is skipped if it is gone. */
  | { kind: 'seek'; line: string }
  | { kind: 'run'; answers: readonly string[] }
  | { kind: 'hand'; question: string }
  | { kind: 'leave' };

/** How a student works; drawn once per student. */
export interface Temper {
  /** Milliseconds between keys. */
  keyMs: number;
  /** Chance of a slip per program, 0–1. */
  slips: number;
  /** Runs with the same mistake before it is found. */
  patience: number;
  asks: number;
  rests: number;
  leaves: number;
}

export function drawTemper(chance: Chance): Temper {
  const struggling = chance.happens(0.2);
  return {
    keyMs: chance.between(140, 320),
    slips: struggling ? 0.95 : 0.5,
    patience: struggling ? chance.between(3, 6) : chance.between(1, 2),
    asks: struggling ? 0.5 : 0.06,
    rests: chance.happens(0.15) ? 0.6 : 0.08,
    leaves: chance.happens(0.1) ? 0.5 : 0.01,
  };
}

/**
 * Everything one student will do, in order, without end: the same chance gives the same steps.
 * The first program starts part-way, as if the lesson had been going on for a while.
 */
export function* planSteps(chance: Chance): Generator<Step, never> {
  const temper = drawTemper(chance);
  for (let round = 0; ; round += 1) {
    const program = chance.pick(programs);
    yield { kind: 'open', file: round === 0 ? 'main.py' : `${program.name}_${round}.py` };
    yield* writeProgram(program, temper, chance, round === 0 ? chance.between(0, 5) : 0);
    yield { kind: 'wait', ms: chance.between(3_000, 15_000) };
    if (chance.happens(temper.rests)) yield { kind: 'wait', ms: chance.between(200_000, 400_000) };
    if (chance.happens(temper.leaves)) yield { kind: 'leave' };
  }
}

function* writeProgram(
  program: Program,
  temper: Temper,
  chance: Chance,
  ready: number,
): Generator<Step, void> {
  const slip = chance.happens(temper.slips) ? chance.pick(program.slips) : undefined;
  const written = program.lines.map((line, i) => (slip?.line === i ? slip.wrong : line));
  const start = Math.min(ready, written.length - 1);
  // Lines that are there already arrive at once: one step per line, no pause.
  for (const line of written.slice(0, start)) yield { kind: 'key', text: `${line}\n` };
  for (const [i, line] of written.entries()) {
    if (i < start) continue;
    yield* typeText(line, temper, chance);
    yield { kind: 'key', text: '\n' };
    yield { kind: 'wait', ms: chance.between(400, 4_000) };
  }
  yield { kind: 'run', answers: program.answers };
  yield { kind: 'wait', ms: chance.between(4_000, 9_000) };
  if (!slip) return;
  for (let tries = 1; tries < temper.patience; tries += 1) {
    yield { kind: 'wait', ms: chance.between(5_000, 25_000) };
    yield { kind: 'run', answers: program.answers };
  }
  if (chance.happens(temper.asks)) {
    yield { kind: 'hand', question: chance.pick(questions) };
    yield { kind: 'wait', ms: chance.between(30_000, 120_000) };
  }
  yield* mend(slip.wrong, program.lines[slip.line] ?? '', temper, chance);
  yield { kind: 'wait', ms: chance.between(1_000, 3_000) };
  yield { kind: 'run', answers: program.answers };
}

function* mend(
  wrong: string,
  right: string,
  temper: Temper,
  chance: Chance,
): Generator<Step, void> {
  let same = 0;
  while (same < wrong.length && wrong[same] === right[same]) same += 1;
  yield { kind: 'seek', line: wrong };
  for (let i = wrong.length; i > same; i -= 1) {
    yield { kind: 'erase', count: 1 };
    yield { kind: 'wait', ms: 90 };
  }
  yield* typeText(right.slice(same), temper, chance);
}

/** Keys with a rhythm, now and then a wrong one that is taken back. */
function* typeText(text: string, temper: Temper, chance: Chance): Generator<Step, void> {
  for (const key of text) {
    if (chance.happens(0.015) && /[a-z]/.test(key)) {
      yield { kind: 'key', text: chance.pick(['e', 'r', 't', 'o', 's']) };
      yield { kind: 'wait', ms: temper.keyMs * 2 };
      yield { kind: 'erase', count: 1 };
    }
    yield { kind: 'key', text: key };
    const pause = key === ' ' || key === '(' ? 1.8 : 1;
    yield { kind: 'wait', ms: Math.round(temper.keyMs * pause * (0.6 + chance.next() * 0.8)) };
  }
}
