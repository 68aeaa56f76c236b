/** What the server page shows: how this server is doing now and did in the last hour. */
import type { RunnerReport } from './runner-report.ts';

/** `slow`: it works and people wait for it. */
export type PartState = 'ok' | 'slow' | 'down';
export const serverParts = ['rooms', 'runner', 'database'] as const;
export type ServerPart = (typeof serverParts)[number];

/** Of the last measured times, in ms. */
export interface TimesView {
  /** How many were measured. */
  count: number;
  p50: number;
  p95: number;
}

/** One minute of the last hour: the worst state of each part, and what people waited. null: nothing was measured. */
export interface HealthMinute {
  /** Begin of the minute, epoch ms. */
  at: number;
  parts: Record<ServerPart, PartState>;
  /** p95 of storing what was typed, ms. */
  storeMs: number | null;
  /** p95 from Run to the program's start, ms. */
  startMs: number | null;
  /** The longest time the server itself was busy in one go, ms. */
  busyMs: number;
}

export interface BackupNote {
  /** Epoch ms. */
  at: number;
  sizeBytes: number;
  /** Pieces that did not read back as they were stored. */
  damaged: number;
}

/** A room in whose history damaged pieces were found. */
export interface DamagedRoom {
  roomId: string;
  lessonId: string;
  memberId: string;
  owner: string;
  className: string;
  pieces: number;
  /** Pieces whose text could not be brought back. */
  lost: number;
  /** Epoch ms of the latest find. */
  foundAt: number;
}

export interface ServerView {
  /** The server's clock, epoch ms. */
  now: number;
  version: string;
  startedAt: number;
  /** Where people reach it: the network first, this machine itself last. */
  addresses: string[];
  /** Different people with an open page. */
  people: number;
  /** Rooms in memory. */
  rooms: number;
  /** Lessons that have not ended, and their classes; null while the database cannot be asked. */
  lessons: { open: number; classes: number } | null;
  database: {
    kind: 'embedded' | 'external';
    /** Host of an external one. */
    host: string | null;
    isUp: boolean;
    version: string | null;
    sizeBytes: number | null;
    /** Free on the disk of the data folder. */
    freeBytes: number | null;
    dataDir: string;
    /** Whether what is typed is being stored. */
    isStoring: boolean;
    /** Changes that are not stored yet. */
    unsaved: number;
    store: TimesView | null;
    /** null: none is known. */
    backup: BackupNote | null;
  };
  /** null: none is set up. */
  model: {
    name: string;
    /** Of the last hour; null while the database cannot be asked. */
    hour: { answered: number; fellBack: number } | null;
  } | null;
  runner: {
    /** A process of this server, or a service of its own. */
    where: 'here' | 'service';
    isUp: boolean;
    report: RunnerReport;
    running: number;
    waiting: number;
    /** Attempts without a verdict; null while the database cannot be asked. */
    ungraded: number | null;
    start: TimesView | null;
  };
  /** Rooms of the caller's own classes; of others only how many. null while the database cannot be asked. */
  damage: { own: DamagedRoom[]; elsewhere: number } | null;
  /** Oldest first, at most 60. */
  hour: HealthMinute[];
}
