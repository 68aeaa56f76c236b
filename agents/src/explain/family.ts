/** What a family of errors is: which messages belong to it, and how it is explained from a case of it. */
import type { ExplainPicture, RunEnd, RunPlace } from '@learnflow/shared';
import type { SyntaxNode } from '@lezer/common';
import { type Code, lineText, nodesOnLine } from './code.ts';
import type { Values } from './evaluate.ts';

/** One error in one program. */
export interface Case {
  type: string;
  message: string;
  /** What the family's pattern found in the message. */
  match: RegExpExecArray;
  /** The file with the failing line; empty when it is not one of the learner's. */
  code: Code;
  /** 1-based; 0 when no line of the learner's is known. */
  line: number;
  /** Where Python put its marks, as offsets into the file. */
  focus: { from: number; to: number } | undefined;
  values: Values;
  /** Name of the function that failed, `<module>` for the file itself. */
  function: string;
  /** The learner's own frames, the failing one last. */
  frames: readonly RunPlace[];
  end: RunEnd;
  fileNames: readonly string[];
}

export interface Account {
  what: string;
  why: string;
  question: string;
  /** Where to look, which idea, how the step goes in words. */
  hints: [string, string, string];
  picture?: ExplainPicture | undefined;
  /** When the code tells more than the message: the family it really belongs to. */
  family?: string;
  /** When another line than the failing one is to be looked at. */
  line?: number;
  concept?: string;
  title?: string;
  /** False when nothing could be said that Python's message does not say; true when left out. */
  specific?: boolean;
}

export interface Family {
  id: string;
  title: string;
  concept: string;
  /** Classes of the exception; absent: any. */
  types?: readonly string[];
  /** Wordings of CPython 3.8–3.14. */
  message: RegExp;
  explain: (c: Case) => Account;
}

/** A line with more of one kind was not written by hand. */
const maxNodes = 40;

/** Nodes with these names on the failing line; those under Python's marks come first. */
export function nodesAt(c: Case, names: readonly string[]): SyntaxNode[] {
  const found = nodesOnLine(c.code, c.line, names).slice(0, maxNodes);
  const { focus } = c;
  if (!focus) return found;
  const isIn = (node: SyntaxNode): boolean => node.from >= focus.from && node.to <= focus.to;
  return [...found.filter(isIn), ...found.filter((node) => !isIn(node))];
}

/** The failing line without its indentation and comment. */
export function failingText(c: Case): string {
  return lineText(c.code, c.line).trim();
}

/** Longest piece of code or value quoted in a sentence. */
const quotedChars = 36;

/** Code or a value inside a sentence. */
export function q(text: string): string {
  const plain = text.replaceAll('`', "'").replace(/\s+/g, ' ').trim();
  const cut = plain.length > quotedChars ? `${plain.slice(0, quotedChars - 1)}…` : plain;
  return `\`${cut}\``;
}

/** `a, b and c` of at most `most` quoted names. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).map(q);
  if (names.length > most) return `${shown.join(', ')} and ${String(names.length - most)} more`;
  const end = shown.pop() ?? 'none';
  return shown.length === 0 ? end : `${shown.join(', ')} and ${end}`;
}

/** `line 7`; `this line` where no line is known. */
export function atLine(line: number): string {
  return line > 0 ? `line ${String(line)}` : 'this line';
}

export function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${String(count)} ${count === 1 ? one : many}`;
}

/** Longest part of Python's own message inside a sentence. */
const saidChars = 90;

/** Python's own words as a sentence. */
export function said(message: string): string {
  const plain = message.replaceAll('`', "'").replace(/\s+/g, ' ').trim();
  return `Python says: “${plain.length > saidChars ? `${plain.slice(0, saidChars - 1)}…` : plain}”.`;
}
