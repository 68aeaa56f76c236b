/// <reference lib="webworker" />
import init, { type Diagnostic, PositionEncoding, Workspace } from '@astral-sh/ruff-wasm-web';
import wasmUrl from '@astral-sh/ruff-wasm-web/ruff_wasm_bg.wasm?url';

/** Checks Python text with ruff, off the main thread. The wasm file is served by this server. */
export interface RuffRequest {
  id: number;
  text: string;
}
export interface RuffAnswer {
  id: number;
  found: RuffFinding[];
}
export type RuffFinding = Pick<Diagnostic, 'code' | 'message' | 'start_location' | 'end_location'>;

const workspace = init({ module_or_path: wasmUrl }).then(
  () =>
    new Workspace(
      {
        'target-version': 'py313',
        // Real mistakes only: names, imports, formats and syntax. Style is the teacher's affair.
        lint: { select: ['E9', 'F'], ignore: ['F403', 'F405'] },
      },
      PositionEncoding.Utf16,
    ),
);

addEventListener('message', ({ data }: MessageEvent<RuffRequest>) => {
  void workspace.then((ruff) => {
    const diagnostics = ruff.check(data.text) as Diagnostic[];
    const found = diagnostics.map(({ code, message, start_location, end_location }) => ({
      code,
      message,
      start_location,
      end_location,
    }));
    postMessage({ id: data.id, found } satisfies RuffAnswer);
  });
});
