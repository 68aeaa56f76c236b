import { uriOf } from './wire.ts';

interface Sent {
  text: string;
  version: number;
}

/** Keeps the language server's idea of the Python files equal to the room's. */
export class SharedFiles {
  readonly #tell: (method: string, params: unknown) => void;
  /** What the server has, by the file's address. */
  readonly #sent = new Map<string, Sent>();

  constructor(tell: (method: string, params: unknown) => void) {
    this.#tell = tell;
  }

  /** Tells the server whatever differs from what it has. */
  sync(files: readonly { name: string; text: string }[]): void {
    const python = files.filter(({ name }) => name.endsWith('.py'));
    const here = new Set(python.map(({ name }) => uriOf(name)));
    for (const uri of this.#sent.keys()) {
      if (here.has(uri)) continue;
      this.#tell('textDocument/didClose', { textDocument: { uri } });
      this.#sent.delete(uri);
    }
    for (const { name, text } of python) this.#send(uriOf(name), text);
  }

  /** @returns whether what the server found in this version still fits the text it was last given. */
  isCurrent(uri: string, version: number | undefined): boolean {
    if (version === undefined) return true;
    for (const [known, sent] of this.#sent) {
      if (known.toLowerCase() === uri.toLowerCase()) return sent.version === version;
    }
    return false;
  }

  #send(uri: string, text: string): void {
    const sent = this.#sent.get(uri);
    if (sent?.text === text) return;
    const version = (sent?.version ?? 0) + 1;
    this.#sent.set(uri, { text, version });
    if (sent) {
      const contentChanges = [{ text }];
      this.#tell('textDocument/didChange', { textDocument: { uri, version }, contentChanges });
    } else {
      const textDocument = { uri, languageId: 'python', version, text };
      this.#tell('textDocument/didOpen', { textDocument });
    }
  }
}
