import { type Range, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';
import { type ErrorMark, isStillThere } from './error-line.ts';
import type { Problem } from './problem-words.ts';

/** What is marked in the text: problems and the line of the last error. */
export interface LightMarks {
  problems: readonly Problem[];
  error: ErrorMark | undefined;
}
export const setMarks = StateEffect.define<LightMarks>();

/** Squiggles and the error line of the light editor; they move with the text until the next `setMarks`. */
export const lightMarks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    let next = marks.map(transaction.changes);
    for (const effect of transaction.effects) {
      if (effect.is(setMarks)) next = decorate(transaction.state.doc, effect.value);
    }
    return next;
  },
  provide: (field) => EditorView.decorations.from(field),
});

type Doc = EditorView['state']['doc'];

function decorate(doc: Doc, { problems, error }: LightMarks): DecorationSet {
  const marks: Range<Decoration>[] = [];
  if (error && error.line <= doc.lines && isStillThere(error, doc.line(error.line).text)) {
    const attributes = { title: error.message };
    marks.push(
      Decoration.line({ class: 'lf-error-line', attributes }).range(doc.line(error.line).from),
    );
  }
  for (const problem of problems) {
    const from = offset(doc, problem.line, problem.column);
    const to = offset(doc, problem.endLine, problem.endColumn);
    if (from >= to) continue;
    marks.push(
      Decoration.mark({
        class: problem.isError ? 'lf-squiggle' : 'lf-squiggle lf-mild',
        attributes: { title: problem.message },
      }).range(from, to),
    );
  }
  return Decoration.set(marks, true);
}

function offset(doc: Doc, line: number, column: number): number {
  if (line > doc.lines) return doc.length;
  const { from, to } = doc.line(line);
  return Math.min(to, from + column - 1);
}
