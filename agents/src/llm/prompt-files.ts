/**
 * What the model is told to be: one Markdown file for each agent, with `{specialty}` and `{level}` in it. A folder of the
 * school's own may have other files of the same names; one that cannot be used is told, and the shipped one is.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answeringAgents, type AnsweringAgent, type LearnerLevel } from '@learnflow/shared';

const shippedDir = join(import.meta.dirname, '../../prompts');
/** More leaves no room for the student's program. */
const maxChars = 8_000;

/** `hint` and `exercise-draft` write drafts for teachers. */
export type PromptName = AnsweringAgent | 'hint' | 'exercise-draft';
const names: readonly PromptName[] = [...answeringAgents, 'hint', 'exercise-draft'];

const specialties: Record<PromptName, string> = {
  concepts: 'explaining the ideas of Python',
  debug: 'finding out why a program does not do what it should',
  review: 'reading programs and saying what would make them clearer',
  exercise: 'helping with exercises without doing them',
  progress: 'talking about what somebody has learned and could learn next',
  hint: 'writing short hints for somebody who is stuck',
  'exercise-draft': 'writing exercises that can be checked by tests',
};

export interface Prompts {
  /** What the model is told, complete. */
  of(name: PromptName, level: LearnerLevel): string;
  /** What is wrong with files of the school's own, a sentence each. */
  problems: readonly string[];
}

/** @param dir  the school's own folder */
export function readPrompts(dir?: string): Prompts {
  const problems: string[] = [];
  // What guards the student's data is not the school's to leave out, nor the form that a draft is read in.
  const rules = readShipped('rules.md');
  const draftRules = readShipped('draft-rules.md');
  const texts = new Map(names.map((name) => [name, readOne(name)]));
  if (dir !== undefined) problems.push(...strangersIn(dir));

  function readOne(name: PromptName): string {
    const file = `${name}.md`;
    const shipped = readShipped(file);
    if (dir === undefined) return shipped;
    const path = join(dir, file);
    try {
      return readOwn(path) ?? shipped;
    } catch (error) {
      problems.push(
        `${path} is not used: ${(error as Error).message}. The shipped prompt is used.`,
      );
      return shipped;
    }
  }

  return {
    problems,
    of: (name, level) => {
      const values = { specialty: specialties[name], level };
      const text = (texts.get(name) ?? '').replace(
        /\{(specialty|level)\}/g,
        (_, key: 'specialty' | 'level') => values[key],
      );
      return `${text}\n\n${name === 'exercise-draft' ? draftRules : rules}`;
    },
  };
}

const readShipped = (file: string): string => readFileSync(join(shippedDir, file), 'utf8').trim();

/** @returns undefined: there is none */
function readOwn(path: string): string | undefined {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Error(
      code === 'EISDIR' ? 'it is a folder' : `it cannot be read (${code ?? 'unknown'})`,
    );
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes).trim();
  } catch {
    throw new Error('it is not UTF-8 text');
  }
  if (text === '') throw new Error('it is empty');
  if (text.length > maxChars) throw new Error(`it is longer than ${maxChars} characters`);
  return text;
}

function strangersIn(dir: string): string[] {
  try {
    return readdirSync(dir)
      .filter((file) => file.endsWith('.md') && !names.some((name) => `${name}.md` === file))
      .map(
        (file) => `${join(dir, file)} is not used: no agent has this name (${names.join(', ')}).`,
      );
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return [`${dir} cannot be read (${code ?? 'unknown'}). The shipped prompts are used.`];
  }
}
