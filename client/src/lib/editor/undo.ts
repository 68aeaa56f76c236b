import * as Y from 'yjs';

/** Changes closer together than this are undone together. */
const oneStepMs = 500;

/** @returns an undo history that takes back nothing yet: an editor adds itself, so that only own changes count. */
export function newUndo(text: Y.Text): Y.UndoManager {
  return new Y.UndoManager(text, { trackedOrigins: new Set(), captureTimeout: oneStepMs });
}
