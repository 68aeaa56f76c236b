import type { Seat } from './participant.ts';
import type { Scenario } from './plan.ts';
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
