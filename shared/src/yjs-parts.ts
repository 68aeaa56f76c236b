/**
 * The parts of Yjs that a timeline looks at, handed in by whoever has Yjs: this workspace has no dependencies. The
 * structure of a document is followed as it is stored, because only there removed characters keep their place.
 */
export interface YId {
  client: number;
  clock: number;
}
export interface YItem {
  id: YId;
  length: number;
  deleted: boolean;
  /** Left and right neighbour; for an entry of a map the earlier and the later value of the same key. */
  left: unknown;
  right: unknown;
  origin: YId | null;
  rightOrigin: YId | null;
  content: object;
}
export interface YType {
  _start: unknown;
  _map: Map<string, unknown>;
}
export interface YTransaction {
  beforeState: Map<number, number>;
  afterState: Map<number, number>;
  deleteSet: { clients: Map<number, readonly { clock: number; len: number }[]> };
}
export interface YDoc {
  store: { clients: Map<number, readonly { id: YId; length: number }[]> };
  on(name: 'afterTransaction', listener: (transaction: YTransaction) => void): unknown;
  getMap(name: string): YType;
  destroy(): void;
}

/** The namespace of the package fits as it is. */
export interface YjsParts {
  Doc: new (options: { gc: boolean }) => YDoc;
  Map: abstract new () => object;
  Text: abstract new () => object;
  applyUpdate(doc: never, update: Uint8Array): void;
}

/** @returns the string an item holds, or undefined for anything but text */
export function stringOf({ content }: YItem): string | undefined {
  return 'str' in content && typeof content.str === 'string' ? content.str : undefined;
}

/** @returns the last of the plain values an item holds */
export function valueOf({ content }: YItem): unknown {
  return 'arr' in content && Array.isArray(content.arr)
    ? (content.arr as unknown[]).at(-1)
    : undefined;
}

/** @returns the shared type an item holds */
export function typeOf({ content }: YItem): unknown {
  return 'type' in content ? content.type : undefined;
}
