import type { TurnView } from '@learnflow/shared';

/** @returns the turns by their time; of two views of one the newer */
export function mergeTurns(
  known: readonly TurnView[],
  told: readonly TurnView[],
  isWhole: boolean,
): TurnView[] {
  const before = new Map(known.map((turn) => [turn.id, turn]));
  const merged = new Map(isWhole ? [] : before);
  for (const turn of told) {
    const old = before.get(turn.id);
    merged.set(turn.id, old && old.rev > turn.rev ? old : turn);
  }
  return [...merged.values()].sort((a, b) => a.at - b.at);
}
