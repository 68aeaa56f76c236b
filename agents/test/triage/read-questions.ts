import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AnsweringAgent, Question } from '@learnflow/shared';
import { aFailedRun, aQuestion } from '../a-question.ts';

export interface Labelled {
  line: string;
  agent: AnsweringAgent | null;
  question: Question;
}

/** @returns the labelled questions of a file: `agent [what is known] | question` */
export function readQuestions(file: string): Labelled[] {
  const lines = readFileSync(join(import.meta.dirname, `${file}.txt`), 'utf8').split('\n');
  return lines
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const match = /^(\w+)(?: \[([\w ]+)\])? \| (.+)$/.exec(line);
      if (!match) throw new Error(`cannot read: ${line}`);
      const [, who = '', known, text = ''] = match;
      const agent = who === 'nobody' ? null : (who as AnsweringAgent);
      return { line, agent, question: aQuestion(text, withKnown(known)) };
    });
}

function withKnown(known: string | undefined): Partial<Question> {
  switch (known) {
    case undefined:
      return {};
    case 'failed':
      return { lastRun: aFailedRun('print(total)\n', "NameError: name 'total' is not defined\n") };
    case 'wrong': {
      const outcome = { testId: 'a', status: 'wrong', durationMs: 1 } as const;
      const counts = { passed: 0, total: 1, score: 0, checkedIn: 'separate-process' } as const;
      return { report: { outcomes: [outcome], hidden: [], broken: [], ...counts } };
    }
    case 'exercise':
      return {
        exercise: {
          ...{ id: 'first-steps/rainfall', title: 'Rainfall report', topic: 'Lists' },
          ...{ difficulty: 'medium', task: 'Write a function that counts rising days.' },
        },
      };
    default: {
      const agent = /^after (\w+)$/.exec(known)?.[1];
      if (agent === undefined) throw new Error(`unknown: ${known}`);
      return { earlier: [{ text: 'Before.', agent: agent as AnsweringAgent, answer: 'So.' }] };
    }
  }
}
