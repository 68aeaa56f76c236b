/**
 * Questions that only mean something after another one: "and while?", "why?", "simpler please", "another example". What was
 * shown before is read off the earlier answer itself, so nothing has to be remembered.
 */
import { learnerLevels, type LearnerLevel, type Question } from '@learnflow/shared';
import type { Concept } from './concept.ts';

export const wishes = ['deeper', 'simpler', 'example', 'picture', 'try', 'again'] as const;
/** What somebody wants of the concept they just read about. */
export type Wish = (typeof wishes)[number];

const it =
  '(?: (?:it|that|this|again|me|us|please|pls|bit|a bit|a little|about it|about that|more))*';
const patterns: readonly (readonly [Wish, RegExp])[] = [
  ['picture', /\b(?:picture|draw(?:ing)?|diagram|visual(?:ly|ise|ize)?|image|sketch)\b/],
  [
    'example',
    /\b(?:(?:an?other|one more|more|different|other|second|new|give|show|see|have|got|any|an|for) (?:\w+ )?examples?|examples? please|^examples?|show me|in code|show (?:me )?(?:some |the )?code|demo)\b/,
  ],
  [
    'simpler',
    /\b(?:simpl(?:er|y|ify)|easier|too (?:hard|difficult|complicated|long|much)|eli5|like i(?:'?m| am)? (?:a )?(?:\w+ )?(?:5|five|kid|child|baby)|in (?:simple|easy|plain|other|small) words|(?:do not|dont|don't|didn't|did not|cannot|can't|cant) (?:get|understand|understood|follow)|confus(?:ed|ing)|lost|slower|huh|hm+)\b|^(?:what|eh)\?+$|^\?+$/,
  ],
  [
    'deeper',
    new RegExp(
      `^(?:but |and |ok |okay |so |can you |could you |please )*(?:why(?: is (?:that|it|this)(?: so)?| does (?:it|that)(?: work| happen)?| not)?|how come|how so|how(?: does (?:it|that|this) work)?|more|deeper|go on|go deeper|next|continue|tell me more|tell more|what else|more details?|more (?:info|information|depth|advanced)|harder|advanced|explain (?:more|further|deeper)|further|in (?:more )?(?:depth|detail)|keep going|and then|is (?:that|there) (?:all|more)|(?:when|where|how|why) (?:do|can|would|should) (?:i|you|we) (?:use|need) (?:it|this|that|them)|anything else)${it}$`,
    ),
  ],
  [
    'try',
    /\b(?:what (?:can|should|could) i (?:do|try)(?: next| now)?|next steps?|something to try|try (?:it|this) out|how (?:can|do) i practi[cs]e)\b/,
  ],
  [
    'again',
    /^(?:again|repeat|say (?:that|it) again|explain(?: (?:it|that|this))?(?: again| once more)?|once more|what (?:is|was) (?:that|it|this)|what does (?:that|it|this) (?:mean|do))(?: please)?$/,
  ],
];

/** Longer questions stand for themselves. */
const maxFollowUpWords = 12;

/**
 * @returns what they want of a concept, and what they said besides: "an example of a tuple" is about another one than the
 * last
 */
export function wishOf(text: string): { wish: Wish; rest: string } | undefined {
  const plain = text
    .toLowerCase()
    .replaceAll(/[’‘]/g, "'")
    .replaceAll(/[.!,;]+/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
  if (plain.split(' ').length > maxFollowUpWords) return undefined;
  const bare = plain.replaceAll(/\s*\?+$/g, '') || plain;
  for (const [wish, pattern] of patterns) {
    const said = [bare, plain].find((words) => pattern.test(words));
    if (said !== undefined) return { wish, rest: said.replace(pattern, ' ') };
  }
  return undefined;
}

/** @returns what is asked beside the last concept: `while` of "and while?", `a list` of "what about with a list?" */
export function besideOf(text: string): string | undefined {
  const match =
    /^\s*(?:(?:ok|okay|so|but|now|then)[, ]+)*(?:and|or|what about|how about|what of|and what about|same (?:for|with)|(?:can you )?do (?:it|that|this) (?:for|with)|what if (?:it is|it's|i have|i use|i want))\s+(.{1,80}?)\s*[?.!]*\s*$/i.exec(
      text,
    );
  return match?.[1]?.replace(
    /^(?:what about|how about|with|for|in|using|on|if it is|if it's)\s+(?=\S+)/i,
    '',
  );
}

/** @returns what the last concept is to be compared with: `while` of "what is the difference to while?" */
export function comparedOf(text: string): string | undefined {
  const pattern =
    /\bdifferen(?:t|ce)\s+(?:to|from|with|than)\s+(.{1,40}?)\s*[?.!]*\s*$|\bcompared? (?:it |this |that )?(?:to|with)\s+(.{1,40}?)\s*[?.!]*\s*$/i;
  const match = pattern.exec(text);
  return match?.[1] ?? match?.[2];
}

/** @returns the depth that an answer showed of a concept */
export function shownLevel(concept: Concept, answer: string): LearnerLevel | undefined {
  return learnerLevels.find((level) => answer.includes(concept.depths[level]));
}

/** @returns one depth further or back; undefined at the end */
export function nextLevel(level: LearnerLevel, step: 1 | -1): LearnerLevel | undefined {
  return learnerLevels[learnerLevels.indexOf(level) + step];
}

/** @returns numbers of the examples that earlier answers showed */
export function shownExamples(concept: Concept, earlier: Question['earlier']): ReadonlySet<number> {
  return new Set(
    concept.examples.flatMap(({ code }, i) =>
      earlier.some(({ answer }) => answer.includes(code)) ? [i] : [],
    ),
  );
}
