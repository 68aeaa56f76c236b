/** The few shapes of the Language Server Protocol that a room uses. Lines and columns are 0-based UTF-16. */
export interface LspPosition {
  line: number;
  character: number;
}
export interface LspRange {
  start: LspPosition;
  end: LspPosition;
}
export interface LspDiagnostic {
  range: LspRange;
  /** 1 error, 2 warning, 3 information, 4 hint. */
  severity?: number;
  /** The checker's rule; mistakes of syntax have none. */
  code?: string | number;
  message: string;
}
export interface PublishedDiagnostics {
  uri: string;
  version?: number;
  diagnostics: LspDiagnostic[];
}
export interface LspMarkup {
  kind: string;
  value: string;
}
export interface LspCompletion {
  label: string;
  kind?: number;
  detail?: string;
  documentation?: string | LspMarkup;
  sortText?: string;
  filterText?: string;
  insertText?: string;
  /** 2 = a snippet with stops. */
  insertTextFormat?: number;
  textEdit?: { newText: string; range?: LspRange };
  data?: unknown;
}
export interface LspHover {
  contents: LspMarkup | string;
  range?: LspRange;
}

const root = 'file:///src/';

/** @returns the address under which the language server knows a file of the room. */
export function uriOf(name: string): string {
  return root + name.split('/').map(encodeURIComponent).join('/');
}

/** Files of a room differ in more than case, and the server may answer in lower case. */
export function isUriOf(uri: string, name: string): boolean {
  return uri.toLowerCase() === uriOf(name).toLowerCase();
}
