/** A question as triage reads it: small letters, words mended, code set aside, one clause for each thing that is said. */
import { tutorLimits } from '@learnflow/shared';
import { mendWord } from './spelling.ts';

export interface Clauses {
  /** Everything, as one line. */
  plain: string;
  clauses: readonly string[];
}

/** Where one thing ends and another begins. */
const seam =
  /[.?!;,:]+\s|[.?!;,:]+$|\s[-–]\s|\n|\b(?:and then|and|but|also|plus|because|although|so that|then|before i|(?:after|before|once|when) you)\b/;
const codeLine =
  /^\s*(?:def |for .*:|while .*:|if .*:|elif .*:|else:|class .*:|return\b|import |from .* import|print\(|>>>|\w+\s*[+*/-]?=\s*\S)/;

export function readClauses(text: string): Clauses {
  const told = text.slice(0, tutorLimits.questionChars).replace(/[’`´]{1}(?=[a-z])/gi, "'");
  const fenced = told.replace(/```[\s\S]*?(?:```|$)/g, '\n');
  const lines = fenced.split('\n');
  // One line alone is the question, whatever it looks like.
  const said = lines.length > 1 ? lines.filter((line) => !codeLine.test(line)) : lines;
  const clauses = said
    .join('\n')
    .toLowerCase()
    .split(seam)
    .map((clause) => mendClause(clause))
    .filter((clause) => clause !== '');
  return {
    plain: mendClause(said.join(' ').toLowerCase()),
    clauses,
  };
}

function mendClause(clause: string): string {
  return clause
    .replace(/\b(can|do|does|did|is|are|was|were|have|has|had|could|should|would)n't\b/g, '$1 not')
    .replace(/\bwon't\b/g, 'will not')
    .replace(/\b(i)'m\b/g, '$1 am')
    .replace(/\b(you|we|they)'re\b/g, '$1 are')
    .replace(/\b(what|how|who|where|that|there|it|he|she)'s\b/g, '$1 is')
    .replace(/'(ve|ll|d)\b/g, ' ')
    .replace(/[^a-z0-9_'=+*/%<>()[\]{}" ]+/g, ' ')
    .trim()
    .split(/\s+/)
    .map((word) => mendWord(word))
    .join(' ');
}
