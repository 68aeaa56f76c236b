import { type ChildProcess, spawn } from 'node:child_process';
import path from 'node:path';
import * as Y from 'yjs';
import { listUpdates } from '../../server/src/collab/persistence.ts';
import { nodeBinary } from '../../scripts/prepare.mjs';
import { costOf, treeOf } from '../process-cost.ts';
import type { GeneratorMark, GeneratorReport, GeneratorTask, Mark } from './measurement.ts';
import { type Scenario, scenarios, roundsOf } from './plan.ts';
import { type Guest, School } from './school.ts';
import type { ServerOrder, ServerTask, Usage } from './server.ts';
import { endOf, type RoomEnd } from './stage.ts';
import { type TargetName, targetNames } from './wire.ts';

export interface CollabOptions {
  isShort: boolean;
  /** Names of scenarios and servers; absent: all. */
  only?: string[];
  targets?: TargetName[];
  /** Folder for CPU profiles of the servers. */
  profileFolder?: string;
}

/** One scenario on one server, once. */
export interface Cell extends Omit<GeneratorReport, 'ends'> {
  scenario: string;
  target: TargetName;
  round: number;
  /** Rooms whose update log, read afresh, is not what was written. LearnFlow only. */
  wrongLogs: number;
}

/** Another core for each, where there are two. */
const cores = { server: '0', generator: '1' } as const;
const doneWithinMs = 400_000;
/** Rooms leave memory soon after the last visitor, so that a measurement need not wait for it. */
const quickUnloadMs = 500;

/** A cell that could not be measured; the others go on, and the run as a whole has failed. */
export interface Failure {
  scenario: string;
  target: TargetName;
  round: number;
  error: string;
}

/**
 * Runs every scenario on every server, the servers taking turns.
 * @param tell  told after each
 */
export async function measureAll(
  options: CollabOptions,
  tell: (done: Cell | Failure) => void,
): Promise<{ cells: Cell[]; failures: Failure[] }> {
  const targets = options.targets ?? targetNames;
  const school = await School.open();
  const cells: Cell[] = [];
  const failures: Failure[] = [];
  const measure = async (scenario: Scenario, target: TargetName, round: number): Promise<void> => {
    try {
      const cell = await measureCell(school, scenario, target, round, options);
      cells.push(cell);
      tell(cell);
    } catch (error) {
      const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
      const failure = { scenario: scenario.name, target, round, error: text };
      failures.push(failure);
      tell(failure);
    }
  };
  try {
    const chosen = scenarios(options.isShort).filter(
      ({ name }) => !options.only || options.only.includes(name),
    );
    // Silence costs nothing, so it is waited for beside the others.
    const [silent, loud] = [
      chosen.filter(({ kind }) => kind === 'silent'),
      chosen.filter(({ kind }) => kind !== 'silent'),
    ];
    const waiting = Promise.all(
      silent.flatMap((scenario) => targets.map((target) => measure(scenario, target, 1))),
    );
    for (const scenario of loud) {
      for (let round = 1; round <= roundsOf(scenario, options.isShort); round++) {
        for (const target of targets) {
          if (!scenario.without?.includes(target)) await measure(scenario, target, round);
        }
      }
    }
    await waiting;
    return { cells, failures };
  } finally {
    await school.close();
  }
}

async function measureCell(
  school: School,
  scenario: Scenario,
  target: TargetName,
  round: number,
  options: CollabOptions,
): Promise<Cell> {
  const guests = await school.seat(scenario.rooms, scenario.perRoom);
  const server = start('server.ts', cores.server);
  try {
    const { port } = await ask<{ port: number }>(server, {
      kind: 'start',
      task: taskFor(target, school, guests),
    });
    const task: GeneratorTask = {
      target,
      port,
      scenario,
      seats: guests.map(({ roomId, cookie }) => ({ roomId, cookie })),
    };
    const mark = async ({ collect, profile }: GeneratorMark): Promise<Mark> => {
      const { profileFolder } = options;
      const file = path.join(profileFolder ?? '', `${scenario.name}-${target}-${round}.cpuprofile`);
      if (profileFolder && profile === 'begin') await ask(server, { kind: 'profile' });
      const usage = await ask<Usage>(server, { kind: 'usage', collect });
      if (profileFolder && profile === 'end') await ask(server, { kind: 'profile', file });
      return {
        ...usage,
        postgresCpuSeconds: treeOf(school.pid).reduce((sum, pid) => sum + cpuSecondsOf(pid), 0),
      };
    };
    const { ends, ...report } = await generate(task, mark);
    await stop(server);
    const wrongLogs = target === 'learnflow' ? await countWrongLogs(school, ends) : 0;
    return { scenario: scenario.name, target, round, wrongLogs, ...report };
  } finally {
    server.kill('SIGKILL');
  }
}

function taskFor(target: TargetName, school: School, guests: Guest[]): ServerTask {
  if (target !== 'learnflow') return { target };
  return { target, databaseUrl: school.url, guests, limits: { unloadAfterMs: quickUnloadMs } };
}

/** Lets the generator work and answers its questions about the server. @throws Error with what it said when it failed */
async function generate(
  task: GeneratorTask,
  mark: (order: GeneratorMark) => Promise<Mark>,
): Promise<GeneratorReport> {
  const generator = start('generator.ts', cores.generator);
  try {
    return await new Promise<GeneratorReport>((resolve, reject) => {
      const late = setTimeout(
        () => reject(new Error('The generator did not finish')),
        doneWithinMs,
      );
      generator.on('exit', (code) => {
        clearTimeout(late);
        reject(new Error(`The generator ended with ${code}`));
      });
      generator.on('message', (said: Said) => {
        if ('report' in said) resolve(said.report);
        else if ('error' in said) reject(new Error(said.error));
        else {
          mark(said.mark)
            .then((answer) => generator.send(answer))
            .catch(reject);
        }
      });
      generator.send(task);
    });
  } finally {
    generator.kill('SIGKILL');
  }
}
type Said = { report: GeneratorReport } | { error: string } | { mark: GeneratorMark };

function start(script: string, core: string): ChildProcess {
  const flags = ['--expose-gc', '--max-old-space-size=4096'];
  const command = [nodeBinary(), ...flags, path.join(import.meta.dirname, script)];
  return spawn('taskset', ['-c', core, ...command], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
}

/** @throws Error when the process ends instead of answering */
function ask<Answer>(child: ChildProcess, order: ServerOrder): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`The server ended with ${code}`));
    child.once('exit', gone);
    child.once('message', (answer: Answer) => {
      child.off('exit', gone);
      resolve(answer);
    });
    child.send(order);
  });
}

async function stop(server: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.send({ kind: 'stop' } satisfies ServerOrder);
  await gone;
}

function cpuSecondsOf(pid: number): number {
  try {
    return costOf(pid).cpuSeconds;
  } catch {
    // A worker that ended between the list and the look.
    return 0;
  }
}

/** Reads rooms from nothing but their rows. */
async function countWrongLogs(school: School, ends: readonly RoomEnd[]): Promise<number> {
  let wrong = 0;
  for (const end of ends) {
    const doc = new Y.Doc();
    for (let seq = 0, isLast = false; !isLast;) {
      const page = await listUpdates(school.opened.db, end.roomId, seq);
      doc.transact(() => {
        for (const { bytes } of page.updates) Y.applyUpdate(doc, bytes);
      });
      seq = page.updates.at(-1)?.seq ?? seq;
      isLast = page.isLast;
    }
    const found = endOf(end.roomId, doc);
    if (found.text !== end.text || found.stateVector !== end.stateVector) wrong++;
    doc.destroy();
  }
  return wrong;
}
