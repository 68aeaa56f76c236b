import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { EditorView, gutter, GutterMarker } from '@codemirror/view';

/** Colour per line; null: nobody's. */
export type LineColours = readonly (string | null)[];
export const setLineColours = StateEffect.define<LineColours>();

const lineColours = StateField.define<LineColours>({
  create: () => [],
  update: (lines, { effects }) => effects.find((each) => each.is(setLineColours))?.value ?? lines,
});

class AuthorBar extends GutterMarker {
  readonly #colour: string;
  constructor(colour: string) {
    super();
    this.#colour = colour;
  }
  override eq(other: AuthorBar): boolean {
    return this.#colour === other.#colour;
  }
  override toDOM(): HTMLElement {
    const bar = document.createElement('span');
    bar.className = 'lf-by';
    bar.style.setProperty('--c', this.#colour);
    return bar;
  }
}

/** The margin that says who wrote a line: put it before the line numbers. */
export const lightAuthors: Extension = [
  lineColours,
  gutter({
    class: 'lf-authors',
    lineMarker: (view, line) => {
      const number = view.state.doc.lineAt(line.from).number;
      const colour = view.state.field(lineColours)[number - 1];
      return colour ? new AuthorBar(colour) : null;
    },
    lineMarkerChange: (update) =>
      update.startState.field(lineColours) !== update.state.field(lineColours),
  }),
  EditorView.theme({
    '.lf-authors': { width: '3px' },
    '.lf-by': { display: 'block', width: '3px', height: '100%', background: 'var(--c)' },
  }),
];
