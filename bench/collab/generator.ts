import { monitorEventLoopDelay } from 'node:perf_hooks';
import type {
  Bench,
  GeneratorMark,
  GeneratorReport,
  GeneratorTask,
  Mark,
  Measurement,
} from './measurement.ts';
import type { Scenario } from './plan.ts';
import { measureIdle } from './scenarios/idle.ts';
import { measureJoin } from './scenarios/join.ts';
import { measureSilent } from './scenarios/silent.ts';
import { measurePaste, measureStall } from './scenarios/stall.ts';
import { measureFlood, measureTyping } from './scenarios/typing.ts';

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
