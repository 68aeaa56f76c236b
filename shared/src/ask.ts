import { z } from 'zod';
import type { Person } from './person.ts';
import type { AnsweringAgent, FallbackReason } from './tutor.ts';

export const askLimits = {
  /** Turns of one student in one room that a page is sent. */
  turns: 50,
  /** Questions of one student; a person reads the answer in between. */
  perMinute: 12,
  /** Questions of one student that wait for an answer. */
  waiting: 4,
} as const;

export const answerStates = ['shown', 'draft', 'dismissed'] as const;
export type AnswerState = (typeof answerStates)[number];

/**
 * What a language model does about a question. `none`: it is not asked. `writing`: it was asked. `checking`: somebody of
 * the staff reads its text first. `done`: its text is among the answers. `declined`: the staff did not send it. The
 * others: why there is only the rules' own answer.
 */
export const modelSteps = ['none', 'writing', 'checking', 'done', 'declined'] as const;
export type ModelStep = (typeof modelSteps)[number] | FallbackReason;

/** An answer as the student sees it. */
export interface AnswerView {
  id: string;
  /** `model`: a machine's own words. `rules`: from the course, no model used. */
  by: 'rules' | 'model';
  agent: AnsweringAgent | null;
  /** Markdown. */
  text: string;
  nextSteps: string[];
  offerPerson: boolean;
  /** Who of the staff read it before it was sent; null: nobody had to. */
  checkedBy: Person | null;
  /** Epoch ms when the student could see it. */
  at: number;
  helpful: boolean | null;
}

/** A question with what came of it; for the one who asked. */
export interface TurnView {
  id: string;
  roomId: string;
  clientKey: string;
  text: string;
  /** Epoch ms. */
  at: number;
  /** Grows with every change: of two views of a turn the one with the higher number is the newer. */
  rev: number;
  /** Where it went and why; null until it is answered. */
  route: { agent: AnsweringAgent | null; reason: string } | null;
  answers: AnswerView[];
  model: ModelStep;
}

/** A model's answer that waits for the staff, or what they did about it; for staff only. */
export interface DraftView {
  /** Of the answer. */
  id: string;
  memberId: string;
  name: string;
  roomId: string;
  question: string;
  agent: AnsweringAgent | null;
  text: string;
  /** Epoch ms, as all that follow. */
  writtenAt: number;
  action: { how: 'sent' | 'dismissed'; by: string; at: number } | null;
}

const id = z.uuid();
export const draftKey = { lessonId: id, answerId: id };
