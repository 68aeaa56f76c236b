/** The one tool a model has: it may try a small program in the sandbox. Nothing of the student or the server is in there. */
import { z } from 'zod';

export const runToolName = 'run_code_safely';

/** What a program may be and may say. */
const codeBytes = 8 * 1024;
const outputChars = 2_000;

/** Runs a program by itself in the sandbox. Rejects only when nothing can be run. */
export type RunCode = (
  code: string,
  signal: AbortSignal,
) => Promise<{ output: string; error: string }>;

export const runTool = {
  type: 'function' as const,
  function: {
    name: runToolName,
    description:
      'Runs a short Python program in a sandbox without files, network or input and returns what it printed.',
    parameters: {
      type: 'object',
      properties: { code: { type: 'string', description: 'A whole program.' } },
      required: ['code'],
      additionalProperties: false,
    },
  },
};

const toolArguments = z.object({
  code: z
    .string()
    .refine((code) => Buffer.byteLength(code) <= codeBytes, 'the program is too long'),
});

/** A call as the model put it together. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: string;
}

/**
 * Whatever is called, the model gets an answer; only the one tool does something.
 * @returns text for the model, and whether a program ran
 */
export async function answerToolCall(
  call: ToolCall,
  {
    runCode,
    runsLeft,
    signal,
  }: { runCode: RunCode | undefined; runsLeft: number; signal: AbortSignal },
): Promise<{ result: string; ran: boolean }> {
  const refuse = (error: string) => ({ result: JSON.stringify({ output: '', error }), ran: false });
  if (call.name !== runToolName || !runCode) return refuse('There is no such tool.');
  const parsed = toolArguments.safeParse(jsonOf(call.arguments));
  if (!parsed.success) {
    return refuse(`Call it with {"code": "…"}, at most ${codeBytes} bytes of Python.`);
  }
  if (runsLeft <= 0) return refuse('No more programs can be run. Answer with what you know.');
  try {
    const { output, error } = await runCode(parsed.data.code, signal);
    const result = { output: output.slice(0, outputChars), error: error.slice(0, outputChars) };
    return { result: JSON.stringify(result), ran: true };
  } catch {
    return refuse('Programs cannot be run at the moment.');
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
