/**
 * Whether code in an answer does the student's work: put into their program, it passes more tests than before. It is
 * tried as the whole program, after the end of theirs (a function defined anew counts), and, when it is short, in the
 * place of the lines most like it.
 */
import type { PassesMore, Question } from '@learnflow/shared';
import { HeldBack } from './held-back.ts';

/** Programs tried for one answer; an answer with more code than that is not explaining. */
const maxTries = 12;
/** Longer code than this replaces no single line. */
const fewLines = 3;

export type PasteTest = (blocks: readonly string[]) => Promise<void>;

/** @returns a check that throws `HeldBack` when one of the blocks, or all together, raise the score */
export function createPasteTest(
  program: Question['program'],
  passesMore: PassesMore | undefined,
): PasteTest {
  const tried = new Set<string>();
  return async (blocks) => {
    if (!program || !passesMore) return;
    const own = program.files.find(({ name }) => name === program.entry)?.text ?? '';
    const codes = [blocks.at(-1) ?? '', blocks.join('\n')];
    for (const text of codes.flatMap((code) => pasted(own, code))) {
      if (text === own || tried.has(text)) continue;
      if (tried.size >= maxTries) throw new HeldBack('unreadable');
      tried.add(text);
      const others = program.files.filter(({ name }) => name !== program.entry);
      if (await passesMore([...others, { name: program.entry, text }])) throw new HeldBack('leak');
    }
  };
}

function pasted(own: string, code: string): string[] {
  if (code.trim() === '') return [];
  const lines = code.split('\n').filter((line) => line.trim() !== '');
  const fixed = lines.length <= fewLines ? [withLines(own, lines)] : [];
  return [code, `${own}\n\n${code}\n`, ...fixed];
}

/** Each line in the place of the most similar one, indented as that was. */
function withLines(own: string, lines: readonly string[]): string {
  const text = own.split('\n');
  for (const line of lines) {
    let best = -1;
    let most = 0;
    for (const [at, old] of text.entries()) {
      const alike = likeness(old.trim(), line.trim());
      if (alike > most) [best, most] = [at, alike];
    }
    const indent = /^\s*/.exec(text[best] ?? '')?.[0] ?? '';
    if (best >= 0) text[best] = indent + line.trim();
  }
  return text.join('\n');
}

/** Share of pairs of letters that both have (Dice's coefficient). */
function likeness(a: string, b: string): number {
  const pairs = (text: string): string[] =>
    Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2));
  const left = pairs(b);
  const both = pairs(a).filter((pair) => {
    const at = left.indexOf(pair);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  }).length;
  return a === '' || b === '' ? 0 : (2 * both) / (a.length + b.length);
}
