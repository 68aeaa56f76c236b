import type { TutorModel } from '../tutor.ts';
import { createModel, type ModelOptions } from './model.ts';
import { readPrompts } from './prompt-files.ts';
import type { ModelSettings } from './settings.ts';
import { noTrace, openTrace } from './trace.ts';

export interface OpenModelOptions extends Pick<ModelOptions, 'runCode' | 'onTrouble'> {
  settings: ModelSettings;
  /** Folder of the school's own prompt files. */
  promptsDir?: string | undefined;
  /** Base URL of a collector of traces. */
  traceUrl?: string | undefined;
  /** Of the product. */
  version: string;
  /** Told of prompt files that are not used, a sentence each. */
  onProblem: (problem: string) => void;
}

/** A model with everything around it, as a server has it. `close` sends what traces are left. */
export async function openModel(
  options: OpenModelOptions,
): Promise<{ model: TutorModel; close(): Promise<void> }> {
  const { promptsDir, traceUrl, version, onProblem, ...rest } = options;
  const prompts = readPrompts(promptsDir);
  for (const problem of prompts.problems) onProblem(problem);
  const trace = traceUrl === undefined ? noTrace : await openTrace(traceUrl, version);
  return { model: await createModel({ ...rest, prompts, trace }), close: () => trace.close() };
}
