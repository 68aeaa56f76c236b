import type { Row } from './rows.ts';
import type { TargetName } from './wire.ts';

/** What LearnFlow's own server is to reach; `least` and `most` are bounds for the measured value. */
interface Aim {
  what: string;
  scenario: string;
  figure: string;
  least?: number;
  most?: number;
  /** The value is divided by the same figure of this server. */
  over?: TargetName;
}

const keysPerCpu = 'keys per server CPU s';
const aims: readonly Aim[] = [
  { what: 'keys per CPU second, log on', scenario: 'flood', figure: keysPerCpu, least: 30_000 },
  { what: '× hocuspocus', scenario: 'flood', figure: keysPerCpu, over: 'hocuspocus', least: 3.5 },
  { what: '× bare relay', scenario: 'flood', figure: keysPerCpu, over: 'relay', least: 1 },
  { what: 'class, delivery p99, ms', scenario: 'class', figure: 'delivery p99 ms', most: 5 },
  { what: 'class, Saved p95, ms', scenario: 'class', figure: 'saved p95 ms', most: 50 },
  {
    what: 'crowd of 30 typing, Saved p95, ms',
    scenario: 'crowd',
    figure: 'saved p95 ms',
    most: 50,
  },
  { what: 'school, Saved p95, ms', scenario: 'school', figure: 'saved p95 ms', most: 100 },
  {
    what: 'burst, others wait at most, ms',
    scenario: 'burst',
    figure: 'delivery to strangers max ms',
    most: 100,
  },
  {
    what: 'clump, others wait at most, ms',
    scenario: 'clump',
    figure: 'delivery to strangers max ms',
    most: 300,
  },
  { what: 'join, CPU each, ms', scenario: 'join', figure: 'server CPU ms per join', most: 1 },
  {
    what: 'open room, resident KiB',
    scenario: 'idle',
    figure: 'resident KiB per open room',
    most: 60,
  },
  {
    what: 'left room, heap KiB kept',
    scenario: 'idle',
    figure: 'heap KiB kept per left room',
    most: 3,
  },
  { what: 'silent reader, reconnects', scenario: 'silent', figure: 'reconnects', most: 0 },
];

export interface Judged {
  what: string;
  value: number;
  aim: string;
  /** A void row proves nothing in either direction. */
  outcome: 'met' | 'missed' | 'void';
}

/** @returns the aims whose scenario was measured */
export function judge(rows: readonly Row[]): Judged[] {
  return aims.flatMap(({ what, scenario, figure, least, most, over }) => {
    const rowOf = (target: TargetName): Row | undefined =>
      rows.find((row) => row.scenario === scenario && row.target === target);
    const [own, other] = [rowOf('learnflow'), over && rowOf(over)];
    const top = own?.figures[figure];
    const bottom = other?.figures[figure];
    if (!own || top === undefined || (over && bottom === undefined)) return [];
    const value = top / (bottom ?? 1);
    const isMet = value >= (least ?? -Infinity) && value <= (most ?? Infinity);
    const aim = least === undefined ? `≤ ${most}` : `≥ ${least}`;
    const isVoid = own.void !== undefined || other?.void !== undefined;
    return [{ what, value, aim, outcome: isVoid ? 'void' : isMet ? 'met' : 'missed' }];
  });
}
