import type { Cell } from './run.ts';
import type { TargetName } from './wire.ts';

/** One scenario on one server over all rounds. */
export interface Row {
  scenario: string;
  target: TargetName;
  rounds: number;
  /** Medians. */
  figures: Record<string, number>;
  wrongRooms: number;
  wrongLogs: number;
  generatorLoad: number;
  generatorLagMs: number;
  /** Why the figures say nothing about the server. */
  void?: string;
}

/** From here on the generator measures itself. */
const fullLoad = 0.97;

export function toRows(cells: readonly Cell[]): Row[] {
  const groups = new Map<string, Cell[]>();
  for (const cell of cells) {
    const key = `${cell.scenario} ${cell.target}`;
    groups.set(key, [...(groups.get(key) ?? []), cell]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const names = Object.keys(first.figures);
    const generatorLoad = median(group.map(({ load }) => load));
    const row: Row = {
      scenario: first.scenario,
      target: first.target,
      rounds: group.length,
      figures: Object.fromEntries(
        names.map((name) => [
          name,
          median(group.map(({ figures }) => figures[name] ?? Number.NaN)),
        ]),
      ),
      wrongRooms: sum(group.map(({ wrongRooms }) => wrongRooms)),
      wrongLogs: sum(group.map(({ wrongLogs }) => wrongLogs)),
      generatorLoad,
      generatorLagMs: median(group.map(({ lagMs }) => lagMs)),
    };
    if (generatorLoad < fullLoad) return [row];
    return [{ ...row, void: `the generator's core was ${Math.round(100 * generatorLoad)} % busy` }];
  });
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = Number.NaN, high = Number.NaN] = [sorted[middle - 1], sorted[middle]];
  return sorted.length % 2 === 1 ? high : (low + high) / 2;
}

const sum = (values: readonly number[]): number =>
  values.reduce((total, value) => total + value, 0);
