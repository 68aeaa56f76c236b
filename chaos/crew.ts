import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { nodeBinary } from '../scripts/prepare.mjs';
import type { ClientTask, Order, Report } from './client.ts';

/** Client processes of one scenario. What they noted as acknowledged outlives them. */
export class Crew {
  readonly #children = new Set<ChildProcess>();
  readonly #ackFiles = new Set<string>();

  start(task: ClientTask): ChildProcess {
    const script = fileURLToPath(new URL('./client.ts', import.meta.url));
    const child = fork(script, [JSON.stringify(task)], {
      execPath: nodeBinary(),
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    // A child that is killed while it is being written to is what this is about.
    child.on('error', () => undefined);
    this.#ackFiles.add(task.ackFile);
    this.#children.add(child);
    child.on('exit', () => this.#children.delete(child));
    return child;
  }

  get children(): ChildProcess[] {
    return [...this.#children];
  }

  tell(order: Order): void {
    for (const child of this.#children) child.send(order, () => undefined);
  }

  /** @returns what each living writer has in front of it */
  async reports(): Promise<Report['writers']> {
    const answers = this.children.map(async (child) => {
      const answer = once(child, 'message', { signal: AbortSignal.timeout(15_000) });
      child.send({ kind: 'report' } satisfies Order);
      const [report] = (await answer) as [Report];
      return report.writers;
    });
    return (await Promise.all(answers)).flat();
  }

  /** Resolves when every writer has its room in front of it. */
  async ready(withinMs = 30_000): Promise<void> {
    const endAt = performance.now() + withinMs;
    while (!(await this.reports()).every((writer) => writer.connected)) {
      if (performance.now() > endAt) throw new Error('The writers did not get in');
      await delay(100);
    }
  }

  async kill(): Promise<void> {
    const gone = this.children.map((child) => once(child, 'exit'));
    for (const child of this.children) {
      child.kill('SIGKILL');
    }
    await Promise.all(gone);
  }

  /** @returns acknowledged tokens by room */
  acknowledged(): Map<string, string[]> {
    const byRoom = new Map<string, string[]>();
    for (const file of this.#ackFiles) {
      if (!existsSync(file)) continue;
      // The last line may be half written when its process was killed.
      for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
        const [roomId = '', word = ''] = line.split(' ');
        const words = byRoom.get(roomId) ?? [];
        byRoom.set(roomId, words);
        words.push(word);
      }
    }
    return byRoom;
  }
}
