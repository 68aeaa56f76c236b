/**
 * Small failing programs written for these tests, and what Python says of each. A program begins with `=== family | words`
 * (`*`: any family that is not a general one; words: what the text must hold) and marks the line to be shown with `§`.
 */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type EndedRun, type RunEnd, type RunError } from '@learnflow/shared';

export interface Program {
  id: string;
  family: string;
  words: string[];
  text: string;
  /** Where the explanation has to point; undefined where any line will do. */
  line: number | undefined;
}

export interface Failure {
  program: Program;
  run: EndedRun;
}

const here = import.meta.dirname;

export function readPrograms(folder: string): Program[] {
  const files = readdirSync(join(here, folder)).filter((name) => name.endsWith('.txt'));
  return files.flatMap((file) => {
    const blocks = readFileSync(join(here, folder, file), 'utf8')
      .split(/^=== /m)
      .slice(1);
    return blocks.map((block, i) => {
      const [head = '', ...lines] = block.trimEnd().split('\n');
      const [family = '', ...words] = head.split(' | ').map((part) => part.trim());
      const marked = lines.findIndex((line) => line.endsWith('§'));
      return {
        id: `${file}:${String(i + 1)}`,
        family,
        words,
        text: lines.map((line) => line.replace(/ *§$/, '')).join('\n') + '\n',
        line: marked < 0 ? undefined : marked + 1,
      };
    });
  });
}

/** Runs them with the machine's Python, all in one process. */
export function runPrograms(programs: readonly Program[]): Failure[] {
  const report = resolve(here, '../../runner/src/python/program_report.py');
  const input = JSON.stringify({
    report,
    programs: programs.map(({ id, text }) => ({ id, text })),
  });
  const output = execFileSync('/usr/bin/python3', [join(here, 'corpus_runner.py')], {
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const byId = new Map(programs.map((program) => [program.id, program]));
  return output
    .trimEnd()
    .split('\n')
    .map((line) => {
      const told = JSON.parse(line) as {
        id: string;
        reason: RunEnd['reason'];
        error?: RunError;
        text?: string;
        last?: RunEnd['last'];
      };
      const program = byId.get(told.id);
      if (!program) throw new Error(`no program ${told.id}`);
      return { program, run: endedRun(program, told) };
    });
}

function endedRun(
  program: Program,
  told: { reason: RunEnd['reason']; error?: RunError; text?: string; last?: RunEnd['last'] },
): EndedRun {
  const end: RunEnd = {
    reason: told.reason,
    exitCode: told.reason === 'error' ? 1 : null,
    durationMs: 1,
    truncated: false,
    ...(told.error ? { error: told.error } : {}),
    ...(told.last ? { last: { ...told.last, text: '' } } : {}),
  };
  const files = [{ name: 'main.py', text: program.text }];
  return { end, files, entry: 'main.py', errorText: told.text ?? '' };
}
