import { createRequire } from 'node:module';
import type * as Ruff from '@astral-sh/ruff-wasm-nodejs';
import type { RunFile } from '@learnflow/shared';
import { z } from 'zod';
import { ruffWords } from './ruff-words.ts';

export interface Finding {
  file: string;
  /** From 1. */
  line: number;
  code: string;
  text: string;
}

/** A longer file is not a learner's; it would keep the server from others. */
const maxLintedChars = 64 * 1024;

const diagnostics = z.array(
  z.object({ code: z.string().nullable(), start_location: z.object({ row: z.number() }) }),
);

let workspace: Ruff.Workspace | undefined;

/** The linter is large: it is loaded when the first program is reviewed. */
function ruff(): Ruff.Workspace {
  if (workspace) return workspace;
  const require = createRequire(import.meta.url);
  const { PositionEncoding, Workspace } = require('@astral-sh/ruff-wasm-nodejs') as typeof Ruff;
  const select = Object.keys(ruffWords).filter((code) => code !== 'invalid-syntax');
  workspace = new Workspace({ lint: { select } }, PositionEncoding.Utf16);
  return workspace;
}

/** @returns what the linter says about a file in plain words, in the order of the lines; the same line and code once */
export function lint({ name, text }: RunFile): Finding[] {
  if (text.length > maxLintedChars) return [];
  const seen = new Set<string>();
  return diagnostics
    .parse(ruff().check(text))
    .map(({ code, start_location: { row } }) => ({ code: code ?? 'invalid-syntax', line: row }))
    .filter(({ code, line }) => {
      const key = `${code} ${line}`;
      if (seen.has(key) || !(code in ruffWords)) return false;
      seen.add(key);
      return true;
    })
    .sort((a, b) => a.line - b.line)
    .map(({ code, line }) => ({ file: name, line, code, text: ruffWords[code] ?? '' }));
}
