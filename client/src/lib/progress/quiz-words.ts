import type { AskedQuestion } from '@learnflow/shared';
import { t } from '../i18n/t.ts';

/** @returns what is asked, as a sentence */
export function askedIn({ kind, question }: AskedQuestion): string {
  return kind === 'prints' ? t('quiz.prints') : question;
}

/** True and false are words of the page; every other choice is its author's. */
export function choiceWords({ kind }: AskedQuestion, choice: string): string {
  return kind === 'true-false' ? t(choice === 'true' ? 'quiz.true' : 'quiz.false') : choice;
}

/** @returns whether choices are output of a program, which keeps its spaces */
export const isOutput = ({ kind }: AskedQuestion): boolean => kind === 'prints';
