/**
 * How far a student is, topic by topic, with every figure that a number is made of. The formulas are the progress agent's;
 * docs/agents.md tells them.
 */
import type { ExerciseView } from './exercise.ts';
import type { LearnerLevel } from './tutor.ts';

/** The four steps of mastery: 0–40, 41–70, 71–90 and 91–100. */
export const bands = ['beginner', 'learning', 'proficient', 'mastered'] as const;
export type Band = (typeof bands)[number];

/** What mastery of a topic is made of, with its share in per cent. */
export const masteryWeights = { exercises: 40, quiz: 30, quality: 20, consistency: 10 } as const;
export type MasteryPartName = keyof typeof masteryWeights;

/** One figure that goes into a part: `value` per cent, counted with `weight` for its age. */
export interface MasteryItem {
  label: string;
  value: number;
  ageDays: number;
  weight: number;
}
export interface MasteryPart {
  name: MasteryPartName;
  /** Per cent of the whole. */
  weight: number;
  /** 0 to 100, whole; null: there is nothing yet, the other parts share its weight. */
  value: number | null;
  items: MasteryItem[];
}

export interface TopicProgress {
  topic: string;
  /** Per cent, whole; null: not started. */
  mastery: number | null;
  band: Band | null;
  parts: MasteryPart[];
  /** Ten tries or more without three full passes in a row. */
  isSpinning: boolean;
}
export interface ModuleProgress {
  title: string;
  topics: TopicProgress[];
}

/** What to do next, and how likely it works out at first: between dull and hopeless. */
export interface NextExercise {
  exercise: string;
  title: string;
  topic: string;
  /** 0 to 1. */
  chance: number;
}

/** What the figures of one student come to. */
export interface ProgressFigures {
  modules: ModuleProgress[];
  /** Days with work in a row, in the class's time zone. */
  streak: number;
  /** The zone in which days begin, as IANA names it. */
  timeZone: string;
  next: NextExercise | null;
}
export interface StudentProgress extends ProgressFigures {
  memberId: string;
  name: string;
  classId: string;
  className: string;
}

/** A class: students × topics. */
export interface ClassProgress {
  classId: string;
  name: string;
  students: StudentProgress[];
}

/** What courses and classes know and events do not: titles, topics, and what a class was given. */
export interface ProgressCatalog {
  /** In the order of the courses. */
  exercises: readonly {
    id: string;
    title: string;
    topic: string;
    difficulty: ExerciseView['difficulty'];
    /** All of its tests, hidden ones too. */
    tests: number;
    /** A lesson of the class has worked on it, or does now. */
    isGiven: boolean;
    /** A lesson that goes on now works on it. */
    isOpen: boolean;
  }[];
  quizzes: readonly { id: string; title: string; topics: readonly string[] }[];
  modules: readonly { title: string; topics: readonly string[] }[];
}

/** Days and time of a class. */
export interface ProgressTime {
  /** Epoch ms. */
  now: number;
  timeZone: string;
  /** Moments of lessons, epoch ms: only days with a lesson can break a streak. Absent: every day can. */
  lessons?: readonly number[];
}

/** @returns the sum as it is written: `0.4 × 60 + 0.3 × 80 + 0.2 × 75 + 0.1 × 50`, over the weights where parts are missing */
export function masterySum(parts: readonly MasteryPart[]): string {
  const known = parts.filter((part) => part.value !== null);
  const sum = known.map(({ weight, value }) => `${weight / 100} × ${value}`).join(' + ');
  const total = known.reduce((all, { weight }) => all + weight, 0);
  return total === 100 ? sum : `(${sum}) ÷ ${total / 100}`;
}

/** @returns the depth at which something is explained to somebody at this step */
export function levelOfBand(band: Band | null): LearnerLevel {
  if (band === null || band === 'beginner') return 'beginner';
  return band === 'learning' ? 'intermediate' : 'advanced';
}
