/**
 * Reads one file of the library. A file is YAML between two lines of hyphens, then the sections `## Beginner`,
 * `## Intermediate`, `## Advanced`, `## Example` (once or more: a `python` block and an `output` block), perhaps
 * `## Picture` (a `text` block), and `## Try` (a list). Anything else is a mistake, told with file and line.
 */
import { LineCounter, parseDocument } from 'yaml';
import { type Concept, conceptLimits, depthTitles, type Example, frontMatter } from './concept.ts';

/** A mistake in the library, as `file, line n: what is wrong`. */
export class ConceptFileError extends Error {
  constructor(file: string, line: number, problem: string) {
    super(`${file}, line ${String(line)}: ${problem}`);
    this.name = 'ConceptFileError';
  }
}

interface Section {
  title: string;
  /** 1-based line of its heading. */
  line: number;
  lines: string[];
}

/** @param file  how the file is called in sentences */
export function parseConcept(file: string, text: string): Concept {
  const lines = text.split('\n');
  const end = lines.indexOf('---', 1);
  if (lines[0] !== '---' || end < 0) {
    throw new ConceptFileError(file, 1, 'begin with YAML between two lines `---`');
  }
  const head = readFrontMatter(file, `${lines.slice(1, end).join('\n')}\n`);
  const sections = readSections(file, lines, end + 1);
  const first = (title: string): Section => {
    const found = sections.find((section) => section.title === title);
    if (!found) throw new ConceptFileError(file, lines.length, `the section "${title}" is missing`);
    return found;
  };
  const depths = Object.fromEntries(
    Object.entries(depthTitles).map(([title, level]) => [level, prose(file, first(title))]),
  ) as Concept['depths'];
  first('Example');
  const examples = sections
    .filter(({ title }) => title === 'Example')
    .map((section): Example => {
      const [code, output] = blocks(file, section, ['python', 'output']);
      return { code: code!, output: output! };
    });
  if (examples.length > conceptLimits.examples) {
    throw new ConceptFileError(file, first('Example').line, 'too many examples');
  }
  const picture = sections.find(({ title }) => title === 'Picture');
  return {
    ...head,
    depths,
    examples,
    next: listOf(file, first('Try')),
    ...(picture ? { picture: blocks(file, picture, ['text'])[0]! } : {}),
  };
}

function readFrontMatter(file: string, yaml: string): ReturnType<typeof frontMatter.parse> {
  const counter = new LineCounter();
  // Everything is text: `null` and `true` are words that people ask for.
  const options = { schema: 'failsafe', lineCounter: counter, prettyErrors: false } as const;
  const document = parseDocument(yaml, options);
  // The YAML begins in the second line of the file.
  const lineOf = (offset: number): number => counter.linePos(offset).line + 1;
  const [broken] = document.errors;
  if (broken) throw new ConceptFileError(file, lineOf(broken.pos[0]), broken.message);
  const parsed = frontMatter.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const path = issue?.path ?? [];
  let line = 1;
  for (let depth = path.length; depth > 0 && line === 1; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
    if (range) line = lineOf(range[0]);
  }
  throw new ConceptFileError(file, line, `${path.map(String).join('.')}: ${issue?.message ?? ''}`);
}

function readSections(file: string, lines: readonly string[], from: number): Section[] {
  const known = [...Object.keys(depthTitles), 'Example', 'Picture', 'Try'];
  const sections: Section[] = [];
  let isCode = false;
  for (const [i, line] of lines.entries()) {
    if (i < from) continue;
    if (line.startsWith('```')) isCode = !isCode;
    const title = isCode ? undefined : /^## (.+)$/.exec(line)?.[1];
    if (title === undefined) {
      const open = sections.at(-1);
      if (open) open.lines.push(line);
      else if (line.trim())
        throw new ConceptFileError(file, i + 1, 'text before the first section');
      continue;
    }
    if (!known.includes(title)) {
      throw new ConceptFileError(file, i + 1, `no section is called "${title}"`);
    }
    if (title !== 'Example' && sections.some((section) => section.title === title)) {
      throw new ConceptFileError(file, i + 1, `a second section "${title}"`);
    }
    sections.push({ title, line: i + 1, lines: [] });
  }
  if (isCode) throw new ConceptFileError(file, lines.length, 'a block of code is not closed');
  return sections;
}

function prose(file: string, section: Section): string {
  const text = section.lines.join('\n').trim();
  if (!text) throw new ConceptFileError(file, section.line, `"${section.title}" is empty`);
  if (text.includes('```')) {
    throw new ConceptFileError(file, section.line, 'blocks of code belong under "Example"');
  }
  return text;
}

/** The fenced blocks of a section, which are exactly of these languages in this order. */
function blocks(file: string, section: Section, languages: readonly string[]): string[] {
  const found = [...section.lines.join('\n').matchAll(/^```(\w*)\n([\s\S]*?)\n?^```$/gm)];
  const rest = section.lines.join('\n').replaceAll(/^```(\w*)\n([\s\S]*?)\n?^```$/gm, '');
  const are = found.map((match) => match[1]).join(', ');
  if (are !== languages.join(', ') || rest.trim()) {
    const should = languages.map((language) => `\`${language}\``).join(', then ');
    throw new ConceptFileError(file, section.line, `"${section.title}" holds blocks: ${should}`);
  }
  return found.map((match) => match[2] ?? '');
}

function listOf(file: string, section: Section): string[] {
  const items: string[] = [];
  for (const [i, line] of section.lines.entries()) {
    if (!line.trim()) continue;
    if (line.startsWith('- ')) items.push(line.slice(2).trim());
    else if (line.startsWith('  ') && items.length > 0)
      items.push(`${items.pop()!} ${line.trim()}`);
    else
      throw new ConceptFileError(file, section.line + i + 1, 'a list of things to try, with "- "');
  }
  const [least, most] = conceptLimits.nextSteps;
  if (items.length < least || items.length > most) {
    throw new ConceptFileError(file, section.line, '"Try" holds two or three things');
  }
  const long = items.find((item) => item.length > conceptLimits.nextStepChars);
  if (long) throw new ConceptFileError(file, section.line, 'a thing to try is too long');
  return items;
}
