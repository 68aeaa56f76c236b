/** What a finder of syntax causes is, and questions to a token that all of them ask. */
import type { SyntaxCase } from './syntax-case.ts';
import type { Account } from '../family.ts';
import { keywords } from '../python-words.ts';
import type { Token } from '../tokens.ts';

export type Cause = (s: SyntaxCase) => Account | undefined;

export const isWord = (token: Token | undefined, ...words: string[]): boolean =>
  token?.kind === 'name' && words.includes(token.text);

export const isSign = (token: Token | undefined, ...signs: string[]): boolean =>
  token?.kind === 'sign' && signs.includes(token.text);

export const isOperand = (token: Token | undefined): boolean =>
  token !== undefined &&
  (token.kind === 'number' ||
    token.kind === 'string' ||
    (token.kind === 'name' &&
      (!keywords.has(token.text) || ['None', 'True', 'False'].includes(token.text))));
