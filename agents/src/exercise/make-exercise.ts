import { type Exercise, exercise as exerciseSchema, type GradeTest } from '@learnflow/shared';
import { drawFrom } from './draw.ts';
import type { Difficulty, Draft, Template } from './template.ts';
import { topics } from './topics.ts';

/** Longer examples are no examples. */
const maxExampleChars = 160;

/**
 * An exercise out of a template: the same template, seed and difficulty give the same one.
 * @param course  first part of its id
 */
export function makeExercise(
  template: Template,
  { seed, level, course }: { seed: number; level: Difficulty; course: string },
): Exercise {
  const draft = template.make(drawFrom(seed), level);
  const entry = `${draft.file}.py`;
  const beside = draft.beside ?? [];
  return exerciseSchema.parse({
    id: `${course}/${template.id}-${level.charAt(0)}${(seed >>> 0).toString(36)}`,
    title: draft.title,
    topic: topics[template.topic].name,
    difficulty: level,
    task: `${draft.task}\n\n${exampleOf(draft)}`,
    entry,
    starter: [{ name: entry, text: draft.starter }, ...beside],
    solution: [{ name: entry, text: draft.solution }, ...beside],
    tests: draft.tests,
    constraints: draft.constraints ?? [],
  });
}

/** What the first tests ask and expect: they are tried with the solution, so the example is as right as they are. */
function exampleOf({ tests, file }: Draft): string {
  const shown = tests.filter(({ hidden }) => !hidden);
  const said = shown.map((test) => exampleLine(test)).filter((text) => text !== '');
  const short = said.filter((text) => text.length <= maxExampleChars);
  const [first = '', second] = short.length > 0 ? short : said;
  const [test] = shown;
  if (test?.kind === 'stdio') {
    return `With the input\n\n\`\`\`text\n${test.stdin}\`\`\`\n\n\`${file}.py\` prints\n\n\`\`\`text\n${test.expect}\`\`\``;
  }
  return `\`\`\`python\n${[first, ...(second === undefined ? [] : [second])].join('\n')}\n\`\`\``;
}

function exampleLine(test: GradeTest): string {
  if (test.kind !== 'call') return '';
  const result = test.expect ?? `raises ${test.raises ?? ''}`;
  return `${test.function}(${test.args})  # ${result}`;
}
