import { agents } from '@learnflow/agents';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Assembly, assemble, type AssemblyOptions } from '../../src/assemble.ts';
import { Closers } from '../../src/closers.ts';
import { Config } from '../../src/config.ts';
import { listen, stopListening } from '../../src/listen.ts';
import type { Db } from '../../src/storage/database.ts';

/** The whole product in this process, with everything that is ever wired into it; only programs are not run. */
export interface TestProduct extends Pick<Assembly, 'routes'> {
  url: string;
  port: number;
  secret: string;
  /** Every line of the log so far. */
  lines: Record<string, unknown>[];
  close(): Promise<void>;
}

export async function startTestProduct(db: Db, runner = noRunner()): Promise<TestProduct> {
  const dataDir = await mkdtemp(join(tmpdir(), 'learnflow-product-'));
  const secret = 'x'.repeat(40);
  const config = Config.parse({ dataDir, coursesDir: dataDir, authSecret: secret, trustProxy: 1 });
  const closers = new Closers();
  const lines: TestProduct['lines'] = [];
  const write = (line: string): void => void lines.push(JSON.parse(line) as never);
  const { server, routes } = await assemble({
    ...{ config, db, runner, closers },
    agents,
    log: pino({ base: null }, { write }),
    addresses: () => undefined,
  });
  const port = await listen(server, 0, '127.0.0.1');
  closers.add('listening', () => stopListening(server));
  return {
    ...{ routes, port, secret, lines },
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await closers.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** A machine on which no program can be started. */
export function noRunner(): AssemblyOptions['runner'] {
  const refuse = (): never => {
    throw new Error('No program was to be started');
  };
  const holds = { network: false, memory: false, processes: false, files: false };
  return {
    report: () => ({ driver: 'none', python: '', available: false, holds }),
    isUp: () => true,
    ...{ run: refuse, grade: refuse, close: () => Promise.resolve() },
  };
}
