import { isPair, isScalar, isSeq, LineCounter, parseDocument, visit } from 'yaml';
import type { z } from 'zod';

/** Texts that authors write without quotes although YAML would read a number, a date or a truth in them. */
const textKeys = new Set(['title', 'description', 'topic', 'name', 'category', 'args', 'expect']);
const moreTextKeys = new Set(['stdin', 'entry', 'message', 'raises', 'function', 'source']);
const quizTextKeys = new Set(['question', 'code', 'answer', 'explanation', 'choices', 'topics']);
/** Sentences about one file; more would not be read. */
const maxProblems = 5;

/**
 * Reads a YAML file into the shape of a schema. Scalars of text keys stay as they stand in the file: `expect: 2` is the
 * text `2`, which is what a Python literal is compared with.
 * @param file  how the file is called in sentences
 * @returns the value, or sentences with file and line
 */
export function readYaml<S extends z.ZodType>(
  text: string,
  file: string,
  schema: S,
): { ok: true; value: z.infer<S> } | { ok: false; problems: string[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [broken] = document.errors;
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    return { ok: false, problems: [`${file}, line ${line}: ${sentence(broken.message)}`] };
  }
  visit(document, {
    Pair: (_at, pair) => {
      if (!isPair(pair) || !isScalar(pair.key)) return;
      const key = String(pair.key.value);
      if (!textKeys.has(key) && !moreTextKeys.has(key) && !quizTextKeys.has(key)) return;
      for (const node of isSeq(pair.value) ? pair.value.items : [pair.value]) {
        if (!isScalar(node) || typeof node.value === 'string') continue;
        if (node.source !== undefined) node.value = node.source;
      }
    },
  });
  const parsed = schema.safeParse(document.toJS());
  if (parsed.success) return { ok: true, value: parsed.data };
  const problems = parsed.error.issues.slice(0, maxProblems).map(({ path, message }) => {
    const where = path.map((step) => (typeof step === 'number' ? step + 1 : String(step)));
    const said = where.length > 0 ? `${where.join(' ')}: ${message}` : message;
    return `${file}, line ${lineOf(path)}: ${sentence(said)}`;
  });
  return { ok: false, problems };

  /** The line of what is wrong; of what it belongs to when it is missing. */
  function lineOf(path: PropertyKey[]): number {
    for (let depth = path.length; depth > 0; depth--) {
      const node: unknown = document.getIn(path.slice(0, depth), true);
      const range = (node as { range?: [number, number, number] | null } | undefined)?.range;
      if (range) return lines.linePos(range[0]).line;
    }
    return 1;
  }
}

function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`;
}
