/** Whether a text is one that a learner can read: words, in the language that is spoken here, and not the same one again. */
import { proseOf } from './code-blocks.ts';

/** Common words of English that stand in other languages seldom. */
const english = new Set(
  'the is are and of to in you your it that this what which how with when for not do does has have will can be on at an as or if there from by look try one value line list loop program code print number name item function why where explain help me my i error get could please show tell first about than more use yes no so all its then same two they them was were only after before between until'.split(
    ' ',
  ),
);
/** Fewer words tell no language; a text that goes on may become clearer. */
const enoughWords = { whole: 12, begun: 25 };
const enoughForStutter = 40;
/** In one word; longer ones are no words. */
const maxWordChars = 300;

/**
 * @param question  may be in another language than English; then the answer may too
 * @param isWhole   nothing follows: what is missing now stays missing
 */
export function isReadable(text: string, question: string, isWhole: boolean): boolean {
  const prose = proseOf(text);
  const words = prose.match(/\p{L}[\p{L}\p{N}'’]*/gu) ?? [];
  if (isWhole && words.length < 3) return false;
  if (/[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufff0-\uffff]/.test(text)) return false;
  if (text.split(/\s/).some((word) => word.length > maxWordChars)) return false;
  if (stutters(words)) return false;
  const isEnough = words.length >= (isWhole ? enoughWords.whole : enoughWords.begun);
  return isLanguageOf(prose, isEnough ? words : [], question);
}

function stutters(words: readonly string[]): boolean {
  if (words.length < enoughForStutter) return false;
  const last = words.slice(-200);
  return new Set(last.map((word) => word.toLowerCase())).size / last.length < 0.12;
}

function isLanguageOf(prose: string, words: readonly string[], question: string): boolean {
  const foreign = prose.match(/(?!\p{Script=Latin})\p{L}/gu)?.length ?? 0;
  const latin = prose.match(/\p{Script=Latin}/gu)?.length ?? 0;
  const isForeignQuestion = /(?!\p{Script=Latin})\p{L}{2}/u.test(question);
  if (foreign > 4 && foreign > latin / 4 && !isForeignQuestion) return false;
  if (words.length === 0 || foreign > latin) return true;
  // Some words, hardly an English one among them: it may have been asked in another language.
  const asked = question.match(/\p{L}+/gu) ?? [];
  const isOtherQuestion = asked.length >= 4 && shareOfEnglish(asked) <= 0.2;
  return shareOfEnglish(words) >= 0.12 || isOtherQuestion;
}

function shareOfEnglish(words: readonly string[]): number {
  const known = words.filter((word) => english.has(word.toLowerCase())).length;
  return words.length === 0 ? 0 : known / words.length;
}
