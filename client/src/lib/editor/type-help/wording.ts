import type { languages } from 'monaco-editor/editor';
import type { LspCompletion, LspDiagnostic, LspMarkup } from './wire.ts';

/**
 * What the checker of the room says better (it knows plain words for them), and imports: whether a module is there
 * is known where the program runs, not here.
 */
const saidElsewhere = new Set([
  'reportUndefinedVariable',
  'reportMissingImports',
  'reportMissingModuleSource',
  'reportUnusedExpression',
  'reportSelfClsParameterName',
]);

/** @returns the findings worth a squiggle: mistakes about types and attributes. */
export function worthSaying(found: readonly LspDiagnostic[]): LspDiagnostic[] {
  return found.filter(
    ({ severity = 1, code }) =>
      severity <= 2 && code !== undefined && !saidElsewhere.has(String(code)),
  );
}

/** @returns the first sentence of a finding; what follows, indented, is for people who write checkers. */
export function plainly(message: string): string {
  return message.split('\n')[0]?.trim() ?? message;
}

/** Kinds by the protocol's numbers. The protocol starts at 1; the editor has its own order. */
const kinds = [
  'Text',
  'Method',
  'Function',
  'Constructor',
  'Field',
  'Variable',
  'Class',
  'Interface',
  'Module',
  'Property',
  'Unit',
  'Value',
  'Enum',
  'Keyword',
  'Snippet',
  'Color',
  'File',
  'Reference',
  'Folder',
  'EnumMember',
  'Constant',
  'Struct',
  'Event',
  'Operator',
  'TypeParameter',
] as const satisfies (keyof typeof languages.CompletionItemKind)[];

/** @returns the editor's name for a kind of the protocol. */
export function kindOf(item: LspCompletion): (typeof kinds)[number] {
  return kinds[(item.kind ?? 1) - 1] ?? 'Text';
}

/** @returns Markdown, however the server wrote it. */
export function markdownOf(text: string | LspMarkup | undefined): { value: string } | undefined {
  const value = typeof text === 'string' ? text : text?.value;
  return value === undefined || value === '' ? undefined : { value };
}
