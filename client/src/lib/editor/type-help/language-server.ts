import workerUrl from 'browser-basedpyright/dist/pyright.worker.js?url';

interface Message {
  id?: number | string;
  method?: string;
  params?: unknown;
  result?: unknown;
  error?: { message: string };
}
interface NewWorker {
  type: 'browser/newWorker';
  initialData: unknown;
  port: MessagePort;
}
interface Asked {
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

const settings = {
  autoImportCompletions: false,
  diagnosticMode: 'openFilesOnly',
  typeCheckingMode: 'basic',
};
/** The types of Python's library are inside the worker. */
const project = { typeshedPath: '/typeshed', typeCheckingMode: 'basic', pythonVersion: '3.13' };

/**
 * A type checker for Python in workers of this page: a foreground that answers, a background that checks. It takes
 * some hundred megabytes until it is closed. Only the two workers exist; no server takes part.
 */
export class LanguageServer {
  readonly #workers: Worker[] = [];
  readonly #asked = new Map<number, Asked>();
  readonly #onNotice: (method: string, params: unknown) => void;
  #lastId = 0;
  #closed = false;

  /** @param onNotice  what the server tells without being asked */
  constructor(onNotice: (method: string, params: unknown) => void) {
    this.#onNotice = onNotice;
    const foreground = this.#start('foreground');
    foreground.addEventListener('message', ({ data }: MessageEvent<Message | NewWorker>) => {
      if ('type' in data) {
        const { initialData, port } = data;
        const boot = { type: 'browser/boot', mode: 'background', initialData, port };
        this.#start('background', boot, [port]);
      } else this.#read(data);
    });
  }

  /** Asks it to begin. Ask nothing else before this is answered. @throws Error when it cannot start */
  async begin(): Promise<void> {
    await this.ask('initialize', {
      processId: 1,
      rootUri: 'file:///src/',
      rootPath: '/src/',
      // Without `textDocument.diagnostic` the server tells of problems by itself.
      capabilities: {
        textDocument: {
          publishDiagnostics: { versionSupport: true },
          completion: {
            completionItem: { snippetSupport: false, documentationFormat: ['markdown'] },
          },
          hover: { contentFormat: ['markdown'] },
        },
        workspace: { configuration: true },
      },
      workspaceFolders: [{ uri: 'file:///src/', name: 'room' }],
      initializationOptions: { files: { '/src/pyrightconfig.json': JSON.stringify(project) } },
    });
    this.tell('initialized', {});
    this.tell('workspace/didChangeConfiguration', { settings: {} });
  }

  /** @throws Error with the server's words, or when it was closed meanwhile */
  ask(method: string, params: unknown, cancelled?: AbortSignal): Promise<unknown> {
    if (this.#closed) return Promise.reject(new Error('The type checker is closed.'));
    this.#lastId += 1;
    const id = this.#lastId;
    cancelled?.addEventListener('abort', () => this.tell('$/cancelRequest', { id }));
    return new Promise((resolve, reject) => {
      this.#asked.set(id, { resolve, reject });
      this.#send({ id, method, params });
    });
  }

  tell(method: string, params: unknown): void {
    if (!this.#closed) this.#send({ method, params });
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const worker of this.#workers) worker.terminate();
    for (const { reject } of this.#asked.values()) reject(new Error('The type checker is closed.'));
    this.#asked.clear();
  }

  #start(mode: string, boot: unknown = { type: 'browser/boot', mode }, give: Transferable[] = []) {
    const worker = new Worker(workerUrl, { name: `python-types-${mode}` });
    worker.addEventListener('error', () => this.close());
    this.#workers.push(worker);
    worker.postMessage(boot, give);
    return worker;
  }

  #send(message: Message): void {
    this.#workers[0]?.postMessage({ jsonrpc: '2.0', ...message });
  }

  #read({ id, method, params, result, error }: Message): void {
    if (method !== undefined && id === undefined) return this.#onNotice(method, params);
    if (method !== undefined && id !== undefined) {
      return this.#send({
        id,
        result: method === 'workspace/configuration' ? configure(params) : null,
      });
    }
    const asked = this.#asked.get(Number(id));
    this.#asked.delete(Number(id));
    if (error) asked?.reject(new Error(error.message));
    else asked?.resolve(result);
  }
}

function configure(params: unknown): unknown[] {
  const { items } = params as { items: { section?: string }[] };
  return items.map(({ section = '' }) => (section.endsWith('.analysis') ? settings : {}));
}
