/**
 * The concepts agent: answers what something in Python is and how it works, out of a written library. It says nothing to a
 * question that no concept fits, so that whoever asked it can offer a person.
 */
import type { Answer, Answerer, LearnerLevel, Question } from '@learnflow/shared';
import { lineText, readCode } from '../explain/code.ts';
import { families } from '../explain/families.ts';
import type { Concept } from './concept.ts';
import {
  besideOf,
  comparedOf,
  nextLevel,
  shownExamples,
  shownLevel,
  type Wish,
  wishOf,
} from './follow-up.ts';
import { findConcept, listConcepts } from './library.ts';
import { conceptOnLine, findOwnLine, type OwnLine } from './own-line.ts';
import { presentConcept, presentExample, presentPair, presentPicture } from './present.ts';
import { type Found, makeSearch } from './search.ts';

export { findConcept, listConcepts } from './library.ts';

const search = makeSearch(listConcepts());
const ofFamily = new Map(families.map(({ id, concept }) => [id, concept]));

/** Names of the last concept that are put beside new words. */
const namesTried = 4;
/** A name of so many words stands for two things and what joins them. */
const pairSpan = 3;

/** Share of the best one's points from which another concept is offered, and how many are. */
const nearlyAsLikely = 0.6;
const othersShown = 2;
/** Who compares two things says so in a sentence. */
const maxPairChars = 160;

export const concepts: Answerer = { name: 'concepts', answer };

function answer(question: Question): Answer | undefined {
  const last = lastConcept(question);
  const wished = wishOf(question.text);
  if (last && wished && !namesAnother(wished.rest, last.concept)) {
    return grant(wished.wish, last, question);
  }
  const compared = last && search.find(comparedOf(question.text) ?? '')[0];
  if (last && compared?.isNamed && compared.concept.id !== last.concept.id) {
    return both([last.concept, compared.concept], question);
  }
  const beside = last && besideOf(question.text);
  if (beside) {
    const concept = besides(beside, last.concept);
    return concept && whole(concept, question);
  }
  const pair = findPair(question.text);
  if (pair) return both(pair, question);
  const atLine = conceptAtLine(question);
  if (atLine) return atLine;
  const [best, ...others] = search.find(question.text);
  if (!best) return undefined;
  return withOthers(whole(best.concept, question), best, others);
}

/** Says what else could have been meant, where that is nearly as likely. */
function withOthers(answer: Answer, best: Found, others: readonly Found[]): Answer {
  const titles = others
    .filter(({ score }) => score >= best.score * nearlyAsLikely)
    .slice(0, othersShown)
    .map(({ concept }) => `**${concept.title}**`);
  if (titles.length === 0) return answer;
  const text = `${answer.text}\n\nDid you mean something else? Ask about ${titles.join(' or ')}.`;
  return { ...answer, text };
}

interface Last {
  concept: Concept;
  answer: string;
}

/** The concept that the last answers were about. */
function lastConcept({ earlier }: Question): Last | undefined {
  for (const { topic, answer } of earlier.toReversed()) {
    if (topic === undefined) continue;
    const concept = findConcept(topic) ?? findConcept(ofFamily.get(topic) ?? '');
    if (concept) return { concept, answer };
  }
  return undefined;
}

/** "Show me an example of a tuple" wishes for something else than the last concept. */
function namesAnother(text: string, last: Concept): boolean {
  const [best] = search.find(text);
  return best !== undefined && best.isNamed && best.concept.id !== last.id;
}

/** What "and with a list?" means after a concept: what the two make together, or else the new one. */
function besides(words: string, last: Concept): Concept | undefined {
  const [alone] = search.find(words);
  if (!alone) return undefined;
  const together = last.names
    .slice(0, namesTried)
    .flatMap((name) => [...search.find(`${name} ${words}`), ...search.find(`${words} ${name}`)])
    .filter(({ concept, span }) => concept.id !== last.id && span > alone.span)
    .sort((a, b) => b.span - a.span);
  return (together[0] ?? alone).concept;
}

function findPair(text: string): readonly [Concept, Concept] | undefined {
  if (text.length > maxPairChars) return undefined;
  const match =
    /(?:differen\w*|compare|better|should i use|when (?:do|should) i use|which|confuse\w*|mix up)\b.*?(?:between|is|are|use|of|:|,)?\s+(.+?)\s+(?:and|or|vs\.?|versus|from|with|to|than|instead of)\s+(.+)/i.exec(
      text,
    ) ?? /^\s*(.+?)\s+(?:vs\.?|versus|or|and|instead of)\s+(.+?)\s*\?*\s*$/i.exec(text);
  if (!match) return undefined;
  const [one] = search.find(match[1] ?? '');
  const [other] = search.find(match[2] ?? '');
  if (!one?.isNamed || !other?.isNamed || one.concept.id === other.concept.id) return undefined;
  // There is a concept about the two of them: "print and return".
  const [whole] = search.find(text);
  if (whole && whole.span >= pairSpan) return undefined;
  return [one.concept, other.concept];
}

/** "What does line 7 do?": what that line of their program uses. */
function conceptAtLine(question: Question): Answer | undefined {
  const number = /\bline (\d{1,4})\b/i.exec(question.text)?.[1];
  const file = question.program?.files.find(({ name }) => name === question.program?.entry);
  if (number === undefined || !file) return undefined;
  const code = readCode(file.name, file.text);
  const line = Number(number);
  const concept = conceptOnLine(listConcepts(), code, line);
  if (!concept) return undefined;
  const text = lineText(code, line).trim();
  return whole(concept, question, question.level, { file: file.name, line, text });
}

function grant(wish: Wish, { concept, answer }: Last, question: Question): Answer {
  const level = shownLevel(concept, answer) ?? question.level;
  switch (wish) {
    case 'deeper': {
      const next = nextLevel(level, 1);
      return next ? whole(concept, question, next) : theEnd(concept, question);
    }
    case 'simpler': {
      const next = nextLevel(level, -1);
      // Nothing is simpler: another example, and somebody to ask.
      return next
        ? whole(concept, question, next)
        : { ...anotherExample(concept, question), offerPerson: true };
    }
    case 'example':
      return anotherExample(concept, question);
    case 'picture':
      return concept.picture
        ? tell(concept, `**${concept.title}**\n\n${presentPicture(concept.picture)}`)
        : anotherExample(concept, question);
    case 'try':
      return tell(concept, `Try one of these with **${concept.title}**.`);
    case 'again':
      return whole(concept, question, level);
  }
}

function anotherExample(concept: Concept, question: Question): Answer {
  const shown = shownExamples(concept, question.earlier);
  const fresh = concept.examples.findIndex((_, i) => !shown.has(i));
  const example = concept.examples[fresh];
  if (example) return tell(concept, presentExample(concept, example, `${concept.title}: example`));
  const [near] = concept.see.flatMap((id) => findConcept(id) ?? []);
  const [borrowed] = near?.examples ?? [];
  if (!near || !borrowed) return whole(concept, question);
  const title = `You have seen all examples of this. Here is one of ${near.title}, which goes with it`;
  return tell(concept, presentExample(near, borrowed, title));
}

function theEnd(concept: Concept, question: Question): Answer {
  const near = concept.see.flatMap((id) => findConcept(id)?.title ?? []).join(', ');
  const text = `That is all there is here on **${concept.title}**. Close to it: ${near}.`;
  const shown = shownExamples(concept, question.earlier);
  const fresh = concept.examples.find((_, i) => !shown.has(i));
  return {
    ...tell(
      concept,
      fresh ? `${text}\n\n${presentExample(concept, fresh, 'One more example')}` : text,
    ),
    offerPerson: true,
  };
}

function whole(
  concept: Concept,
  question: Question,
  level: LearnerLevel = question.level,
  line?: OwnLine,
): Answer {
  const own = line ?? findOwnLine(concept, question.program);
  const shown = shownExamples(concept, question.earlier);
  const plain = level === 'advanced' ? concept.examples.length - 1 : 0;
  const fresh = concept.examples.findIndex((_, i) => !shown.has(i));
  const example = shown.has(plain) && fresh >= 0 ? fresh : plain;
  return tell(concept, presentConcept(concept, level, own, example));
}

function both(pair: readonly [Concept, Concept], question: Question): Answer {
  const own = pair.map((concept) => findOwnLine(concept, question.program));
  const [one, other] = pair;
  return {
    ...tell(one, presentPair(pair, question.level, own)),
    nextSteps: [...one.next.slice(0, 2), ...other.next.slice(0, 2)],
  };
}

function tell(concept: Concept, text: string): Answer {
  return {
    agent: 'concepts',
    text,
    nextSteps: [...concept.next],
    topic: concept.id,
    offerPerson: false,
  };
}
