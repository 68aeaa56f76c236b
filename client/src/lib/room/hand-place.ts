import { t } from '../i18n/t.ts';

const words = ['hand.first', 'hand.second', 'hand.third'] as const;

/** @returns a place in line as a word: 1st, 2nd … */
export function placeWord(place: number): string {
  const word = words[place - 1];
  return word ? t(word) : t('hand.nth', { n: place });
}
