import type { editor as MonacoEditor, IDisposable, Uri } from 'monaco-editor/editor';
import { monaco } from '../monaco.ts';
import type { RoomDocument } from '../room-document.svelte.ts';
import { LanguageServer } from './language-server.ts';
import { provideTypes } from './providers.ts';
import { SharedFiles } from './shared-files.ts';
import { type LspDiagnostic, isUriOf, type PublishedDiagnostics, uriOf } from './wire.ts';
import { plainly, worthSaying } from './wording.ts';

const owner = 'types';
/** Typing rests this long before the checker gets the new text, unless it is asked something. */
const idleMs = 200;

/**
 * Type checking for the Python files of a room, in workers of this browser. The shared texts are its source and it
 * only ever reads: models keep their addresses, and undo and carets know nothing of it.
 */
export class TypeHelp {
  readonly #room: RoomDocument;
  readonly #server: LanguageServer;
  readonly #files: SharedFiles;
  readonly #modelOf: (fileId: string) => MonacoEditor.ITextModel | undefined;
  readonly #found = new Map<string, LspDiagnostic[]>();
  #providers: IDisposable[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;

  /** @param modelOf  the model of a file that was shown already */
  constructor(
    room: RoomDocument,
    modelOf: (fileId: string) => MonacoEditor.ITextModel | undefined,
  ) {
    this.#room = room;
    this.#modelOf = modelOf;
    this.#server = new LanguageServer((method, params) => {
      if (method === 'textDocument/publishDiagnostics') this.#mark(params as PublishedDiagnostics);
    });
    this.#files = new SharedFiles((method, params) => this.#server.tell(method, params));
    void this.#begin();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#room.doc.off('update', this.#changed);
    for (const provider of this.#providers) provider.dispose();
    for (const model of monaco.editor.getModels()) monaco.editor.setModelMarkers(model, owner, []);
    this.#server.close();
  }

  /** Shows what is known about a file that came into view just now. */
  shown(fileId: string): void {
    const model = this.#modelOf(fileId);
    const file = this.#room.files.find(({ id }) => id === fileId);
    const found = file && this.#found.get(uriOf(file.name).toLowerCase());
    if (model) this.#squiggle(model, found ?? []);
  }

  readonly #changed = (): void => {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#sync(), idleMs);
  };

  async #begin(): Promise<void> {
    try {
      await this.#server.begin();
    } catch {
      // Without it the room works as with the switch off.
      return this.close();
    }
    if (this.#closed) return;
    this.#room.doc.on('update', this.#changed);
    this.#sync();
    this.#providers = provideTypes(this.#server, (model) => {
      this.#sync();
      return this.#uriOf(model.uri);
    });
  }

  #sync(): void {
    this.#files.sync(
      this.#room.files.map(({ id, name }) => ({
        name,
        text: this.#room.textOf(id)?.toString() ?? '',
      })),
    );
  }

  #uriOf(model: Uri): string | undefined {
    const file = this.#room.files.find(
      ({ id }) => this.#modelOf(id)?.uri.toString() === model.toString(),
    );
    return file?.name.endsWith('.py') ? uriOf(file.name) : undefined;
  }

  #mark({ uri, version, diagnostics }: PublishedDiagnostics): void {
    if (this.#closed || !this.#files.isCurrent(uri, version)) return;
    this.#found.set(uri.toLowerCase(), diagnostics);
    const file = this.#room.files.find(({ name }) => isUriOf(uri, name));
    const model = file && this.#modelOf(file.id);
    if (model) this.#squiggle(model, diagnostics);
  }

  #squiggle(model: MonacoEditor.ITextModel, found: readonly LspDiagnostic[]): void {
    const markers = worthSaying(found).map(({ range, severity, message }) => ({
      severity: severity === 1 ? monaco.MarkerSeverity.Error : monaco.MarkerSeverity.Warning,
      message: plainly(message),
      startLineNumber: range.start.line + 1,
      startColumn: range.start.character + 1,
      endLineNumber: range.end.line + 1,
      endColumn: range.end.character + 1,
    }));
    monaco.editor.setModelMarkers(model, owner, markers);
  }
}
