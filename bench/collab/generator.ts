import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Seat } from './participant.ts';
import type { Scenario } from './plan.ts';
import { measureIdle } from './scenarios/idle.ts';
import { measureJoin } from './scenarios/join.ts';
import { measureSilent } from './scenarios/silent.ts';
import { measurePaste, measureStall } from './scenarios/stall.ts';
import { measureFlood, measureTyping } from './scenarios/typing.ts';
import type { Usage } from './server.ts';
import type { RoomEnd } from './stage.ts';
import type { TargetName } from './wire.ts';

/** A process with every client of one measurement, pinned to the other core. */
export interface GeneratorTask {
  target: TargetName;
  port: number;
  scenario: Scenario;
  seats: Seat[];
}

/** What the server's process, and for LearnFlow the database, had used at one moment. */
export interface Mark extends Usage {
  postgresCpuSeconds: number;
}

/** Figures by name; the unit stands in the name. */
export type Figures = Record<string, number>;

export interface Measurement {
  figures: Figures;
  /** Rooms that the server answers otherwise than they were written. */
  wrongRooms: number;
  ends: RoomEnd[];
}
export interface GeneratorReport extends Measurement {
  /** Share of its core that this process used while it measured; near 1 it measured itself. */
  load: number;
  /** 99th percentile of how late timers of this process were, in ms. */
  lagMs: number;
}

/** A question to whoever started this process. */
export interface GeneratorMark {
  collect: boolean;
  /** The measured part begins or ends here. */
  profile?: 'begin' | 'end';
}

/** What scenarios need of the world outside: the server's counters, and the clock of the measurement. */
export interface Bench {
  task: GeneratorTask;
  /** @param collect  let the server collect its garbage first */
  mark(collect?: boolean): Promise<Mark>;
  /** Everything between the last `begin` and `end` counts. */
  begin(): Promise<Mark>;
  end(): Promise<Mark>;
}

process.once('message', (task: GeneratorTask) => {
  run(task)
    .then((report) => process.send?.({ report }, () => process.exit()))
    .catch((error: unknown) => fail(error));
});
process.on('uncaughtException', fail);
process.on('disconnect', () => process.exit());

function fail(error: unknown): void {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.send?.({ error: text }, () => process.exit(1));
}

async function run(task: GeneratorTask): Promise<GeneratorReport> {
  const lag = monitorEventLoopDelay({ resolution: 2 });
  let began = { cpu: process.cpuUsage(), at: performance.now() };
  let load = 0;
  const say = (order: GeneratorMark): Promise<Mark> =>
    new Promise((resolve) => {
      process.once('message', resolve);
      process.send?.({ mark: order });
    });
  const bench: Bench = {
    task,
    mark: (collect = false) => say({ collect }),
    begin: async () => {
      const first = await say({ collect: false, profile: 'begin' });
      began = { cpu: process.cpuUsage(), at: performance.now() };
      lag.enable();
      lag.reset();
      return first;
    },
    end: async () => {
      const { user, system } = process.cpuUsage(began.cpu);
      load = (user + system) / 1000 / (performance.now() - began.at);
      lag.disable();
      return say({ collect: false, profile: 'end' });
    },
  };
  const measured = await measure(bench, task.scenario);
  return { ...measured, load, lagMs: lag.count > 0 ? lag.percentile(99) / 1e6 : 0 };
}

function measure(bench: Bench, scenario: Scenario): Promise<Measurement> {
  switch (scenario.kind) {
    case 'flood':
      return measureFlood(bench, scenario);
    case 'typing':
      return measureTyping(bench, scenario);
    case 'stall':
      return measureStall(bench, scenario);
    case 'paste':
      return measurePaste(bench, scenario);
    case 'join':
      return measureJoin(bench, scenario);
    case 'idle':
      return measureIdle(bench, scenario);
    case 'silent':
      return measureSilent(bench, scenario);
  }
}
