import { statfs } from 'node:fs/promises';
import type { PartState, Runner, ServerPart, ServerView } from '@learnflow/shared';
import type { Clock } from '../clock.ts';
import type { CollabLevels } from '../collab/collab.port.ts';
import type { LiveLevels } from '../live/live.port.ts';
import { readLastBackup } from '../storage/archive/last-backup.ts';
import type { Db } from '../storage/database.ts';
import { countVerdicts } from '../model/model.store.ts';
import { createPing } from '../storage/ping.ts';
import { HealthLog, type HealthSample } from './health-log.ts';
import {
  countOpenLessons,
  countUngraded,
  describeDatabase,
  listDamagedRooms,
} from './server.store.ts';

export interface ServerViewDeps {
  db: Db;
  clock: Clock;
  version: string;
  dataDir: string;
  /** Of an external database; undefined: the embedded one. */
  databaseUrl: string | undefined;
  runnerUrl: string | undefined;
  /** Name of the language model; null: none. */
  model: string | null;
  runner: Pick<Runner, 'report'> & { isUp(): boolean };
  /** Known once the server listens. */
  addresses: () => string[];
  collab: () => CollabLevels;
  live: () => LiveLevels;
}

const hourMs = 3_600_000;
/** A database that answers later makes people wait. */
const slowAnswerMs = 250;

/** How this server is, now and in the last hour; it goes on looking until it is closed. */
export class ServerViews {
  readonly #deps: ServerViewDeps;
  readonly #startedAt: number;
  readonly #ping: () => Promise<boolean>;
  readonly health: HealthLog;

  constructor(deps: ServerViewDeps) {
    this.#deps = deps;
    this.#startedAt = deps.clock.now();
    this.#ping = createPing(deps.db);
    this.health = new HealthLog({ clock: deps.clock, sample: () => this.#sample() });
  }

  close(): void {
    this.health.close();
  }

  /** @param userId  whose classes are told by name */
  async view(userId: string): Promise<ServerView> {
    const { db, clock, version, dataDir, databaseUrl, runner } = this.#deps;
    await this.health.look();
    const isUp = await this.#ping();
    // A database that is away must not take the page with it that says so.
    const ask = <Answer>(question: () => Promise<Answer>): Promise<Answer | null> =>
      isUp ? question().catch(() => null) : Promise.resolve(null);
    const [about, lessons, ungraded, damage, calls, disk, backup] = await Promise.all([
      ask(() => describeDatabase(db)),
      ask(() => countOpenLessons(db)),
      ask(() => countUngraded(db)),
      ask(() => listDamagedRooms(db, userId)),
      ask(() => countVerdicts(db, new Date(clock.now() - hourMs))),
      statfs(dataDir).catch(() => undefined),
      readLastBackup(dataDir),
    ]);
    const collab = this.#deps.collab();
    const live = this.#deps.live();
    return {
      ...{ now: clock.now(), version, startedAt: this.#startedAt, lessons, damage },
      addresses: this.#deps.addresses(),
      people: live.people,
      rooms: collab.rooms,
      database: {
        kind: databaseUrl === undefined ? 'embedded' : 'external',
        host: databaseUrl === undefined ? null : new URL(databaseUrl).host,
        isUp,
        version: about?.version ?? null,
        sizeBytes: about?.sizeBytes ?? null,
        freeBytes: disk ? disk.bavail * disk.bsize : null,
        dataDir,
        isStoring: collab.isStoring,
        unsaved: collab.unsaved,
        store: collab.store ?? null,
        backup: backup ?? null,
      },
      model: this.#deps.model === null ? null : { name: this.#deps.model, hour: hourOf(calls) },
      runner: {
        where: this.#deps.runnerUrl === undefined ? 'here' : 'service',
        isUp: runner.isUp(),
        report: runner.report(),
        ...{ running: live.running, waiting: live.waiting, ungraded },
        start: live.start ?? null,
      },
      hour: [...this.health.minutes],
    };
  }

  async #sample(): Promise<HealthSample> {
    const askedAt = performance.now();
    const isUp = await this.#ping();
    const tookMs = performance.now() - askedAt;
    const { isStoring, lastStore } = this.#deps.collab();
    const { waiting, lastStart } = this.#deps.live();
    const { runner } = this.#deps;
    const works = runner.isUp() && runner.report().available;
    const parts: Record<ServerPart, PartState> = {
      rooms: isStoring ? 'ok' : 'down',
      runner: !works ? 'down' : waiting > 0 ? 'slow' : 'ok',
      database: !isUp ? 'down' : tookMs > slowAnswerMs ? 'slow' : 'ok',
    };
    return { parts, storeMs: lastStore?.p95 ?? null, startMs: lastStart?.p95 ?? null };
  }
}

/** Who cancels wants nothing any more: that is neither. */
function hourOf(
  calls: Awaited<ReturnType<typeof countVerdicts>> | null,
): { answered: number; fellBack: number } | null {
  if (calls === null) return null;
  const sum = (isMeant: (verdict: string) => boolean): number =>
    calls.filter(({ verdict }) => isMeant(verdict)).reduce((total, { count }) => total + count, 0);
  return {
    answered: sum((verdict) => verdict === 'used'),
    fellBack: sum((verdict) => verdict !== 'used' && verdict !== 'cancelled'),
  };
}
