/** What an answer looks like: Markdown with the text, the learner's own line, an example, a picture. */
import type { LearnerLevel } from '@learnflow/shared';
import type { Concept, Example } from './concept.ts';
import type { OwnLine } from './own-line.ts';

/** A block of code; its fence is longer than any in it. */
export function fenced(language: string, code: string): string {
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${code}\n${fence}`;
}

function inline(text: string): string {
  return text.includes('`') ? text.replaceAll('`', "'") : `\`${text}\``;
}

export function presentExample(concept: Concept, example: Example, title = 'Example'): string {
  const files = Object.entries(concept.files).map(
    ([name, text]) => `The file ${inline(name)} holds:\n${fenced('text', text.trimEnd())}`,
  );
  const typed = concept.input.split('\n').filter(Boolean);
  const isTyped = typed.length > 0 && example.code.includes('input(');
  const before = isTyped ? `, when you type ${typed.map(inline).join(', then ')}` : '';
  return [
    `**${title}**`,
    ...(Object.keys(concept.files).some((name) => example.code.includes(name)) ? files : []),
    fenced('python', example.code),
    `It prints${before}:`,
    fenced('text', example.output),
  ].join('\n');
}

export function presentOwnLine(concept: Concept, own: OwnLine): string {
  return [
    `**In your program**, line ${String(own.line)} of ${inline(own.file)}:`,
    fenced('python', own.text),
    ...(concept.ask ? [concept.ask] : []),
  ].join('\n');
}

export function presentPicture(picture: string): string {
  return `**Picture**\n${fenced('text', picture)}`;
}

/** One concept whole. @param example  its number; the plain one is 0 */
export function presentConcept(
  concept: Concept,
  level: LearnerLevel,
  own: OwnLine | undefined,
  example: number,
): string {
  const shown = concept.examples[example] ?? concept.examples[0];
  return [
    `**${concept.title}**`,
    concept.depths[level],
    ...(own ? [presentOwnLine(concept, own)] : []),
    ...(shown ? [presentExample(concept, shown)] : []),
    ...(concept.picture ? [presentPicture(concept.picture)] : []),
  ].join('\n\n');
}

/** Two concepts that somebody compares. */
export function presentPair(
  pair: readonly [Concept, Concept],
  level: LearnerLevel,
  own: readonly (OwnLine | undefined)[],
): string {
  return pair
    .flatMap((concept, i) => [
      `**${concept.title}**`,
      concept.depths[level],
      ...(own[i] ? [presentOwnLine(concept, own[i])] : []),
      ...(concept.examples[0] ? [presentExample(concept, concept.examples[0])] : []),
    ])
    .join('\n\n');
}
