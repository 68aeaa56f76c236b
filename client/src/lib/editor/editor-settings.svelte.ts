export type EditorKind = 'monaco' | 'light';

const sizes = { min: 12, max: 28, normal: 14, large: 16 } as const;
const keys = {
  size: 'learnflow.codeSize',
  kind: 'learnflow.editor',
  types: 'learnflow.typeHelp',
} as const;

/** How code looks on this device: letter size and which editor. Kept here, never on the server. */
class EditorSettings {
  /** Pixels. */
  fontSize = $state(readSize());
  kind: EditorKind = $state(readKind());
  /** Whether a type checker runs in this browser. It takes some hundred megabytes, so nobody gets it unasked. */
  typeHelp = $state(localStorage.getItem(keys.types) === '1');

  bigger(): void {
    this.#setSize(this.fontSize + 1);
  }
  smaller(): void {
    this.#setSize(this.fontSize - 1);
  }
  useKind(kind: EditorKind): void {
    this.kind = kind;
    localStorage.setItem(keys.kind, kind);
  }

  useTypeHelp(on: boolean): void {
    this.typeHelp = on;
    if (on) localStorage.setItem(keys.types, '1');
    else localStorage.removeItem(keys.types);
  }

  /** Pixels; 22 for letters of 14, as the design has it. */
  get lineHeight(): number {
    return Math.round((this.fontSize * 22) / 14);
  }

  #setSize(size: number): void {
    this.fontSize = Math.min(sizes.max, Math.max(sizes.min, size));
    localStorage.setItem(keys.size, String(this.fontSize));
  }
}

function readSize(): number {
  const stored = Number(localStorage.getItem(keys.size));
  if (stored >= sizes.min && stored <= sizes.max) return stored;
  const roomy = matchMedia('(min-width: 1800px), (max-width: 1000px) and (pointer: coarse)');
  return roomy.matches ? sizes.large : sizes.normal;
}

function readKind(): EditorKind {
  const stored = localStorage.getItem(keys.kind);
  if (stored === 'monaco' || stored === 'light') return stored;
  // Monaco's hidden text field and on-screen keyboards do not get on.
  return matchMedia('(pointer: coarse)').matches ? 'light' : 'monaco';
}

export const editorSettings = new EditorSettings();
