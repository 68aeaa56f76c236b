import type { TargetName } from './wire.ts';

/** What is done to a server. Everything a scenario needs to know stands here, so that the three servers get the same. */
export type Scenario = {
  name: string;
  rooms: number;
  perRoom: number;
  without?: readonly TargetName[];
} & (
  | { kind: 'flood'; window: number; warmSeconds: number; seconds: number }
  | { kind: 'typing'; typists: number; perSecond: number; seconds: number }
  | { kind: 'stall'; keys: number; strangersPerSecond: number }
  | { kind: 'paste'; bytes: number; strangersPerSecond: number }
  | { kind: 'join'; edits: number }
  | { kind: 'idle'; open: number; leave: number; cycles: number }
  | { kind: 'silent'; seconds: number }
);
export type ScenarioOf<Kind extends Scenario['kind']> = Extract<Scenario, { kind: Kind }>;

/** y-websocket takes this much silence for a lost connection. */
export const silenceMs = 30_000;

/** @param isShort  the same scenarios for a shorter time and with smaller crowds of rooms */
export function scenarios(isShort: boolean): Scenario[] {
  const seconds = isShort ? 4 : 15;
  const idle = isShort
    ? { open: 300, leave: 100, cycles: 3 }
    : { open: 1000, leave: 500, cycles: 5 };
  return [
    {
      name: 'flood',
      kind: 'flood',
      rooms: 50,
      perRoom: 4,
      window: 20,
      warmSeconds: isShort ? 2 : 4,
      seconds: isShort ? 4 : 10,
    },
    { name: 'class', kind: 'typing', rooms: 15, perRoom: 3, typists: 2, perSecond: 5, seconds },
    { name: 'school', kind: 'typing', rooms: 150, perRoom: 3, typists: 2, perSecond: 4, seconds },
    { name: 'lecture', kind: 'typing', rooms: 1, perRoom: 200, typists: 4, perSecond: 5, seconds },
    { name: 'crowd', kind: 'typing', rooms: 1, perRoom: 30, typists: 30, perSecond: 5, seconds },
    { name: 'burst', kind: 'stall', rooms: 11, perRoom: 2, keys: 5_000, strangersPerSecond: 50 },
    { name: 'clump', kind: 'stall', rooms: 11, perRoom: 2, keys: 25_000, strangersPerSecond: 50 },
    // The frame around the text has to stay below a mebibyte too.
    {
      name: 'paste',
      kind: 'paste',
      rooms: 11,
      perRoom: 2,
      bytes: 1024 * 1024 - 512,
      strangersPerSecond: 50,
    },
    {
      name: 'join',
      kind: 'join',
      rooms: 1,
      perRoom: 102,
      edits: isShort ? 10_000 : 50_000,
      without: ['relay'],
    },
    {
      name: 'idle',
      kind: 'idle',
      rooms: idle.open + idle.leave * idle.cycles,
      perRoom: 1,
      ...idle,
    },
    { name: 'silent', kind: 'silent', rooms: 1, perRoom: 1, seconds: 75 },
  ];
}

/** How often each is repeated, over all servers in turn; the median is reported. */
export function roundsOf(scenario: Scenario, isShort: boolean): number {
  if (isShort) return 1;
  return scenario.kind === 'flood' || scenario.kind === 'stall' ? 3 : 1;
}
