/**
 * A course is a folder: `course.yaml` with the order, a folder for each exercise with `exercise.yaml`, `task.md`, `starter/`
 * and `solution/`, and a folder for each quiz with `quiz.yaml`. What is wrong is told as sentences with file and line; a bad exercise leaves the others
 * standing.
 */
import { createHash } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { type Exercise, exercise, gradeLimits, gradeTest } from '@learnflow/shared';
import { z } from 'zod';
import { courseModule, type LoadedModule, type LoadedQuiz, readQuiz } from './read-quiz.ts';
import { readText } from './text-file.ts';
import { readYaml } from './yaml-file.ts';

const folderName = /^[a-z0-9-]{1,40}$/;

export interface LoadedExercise {
  exercise: Exercise;
  /** Changes with anything that decides about a verdict: tests, constraints, entry. */
  version: string;
}

export interface LoadedCourse {
  id: string;
  title: string;
  description: string;
  exercises: LoadedExercise[];
  /** What belongs together, in the order of the course; empty: the author has not said. */
  modules: LoadedModule[];
  quizzes: LoadedQuiz[];
  /** Folders of exercises and quizzes that could not be read. */
  broken: string[];
  problems: string[];
}

const courseFile = z.strictObject({
  title: z.string().min(1).max(gradeLimits.maxNameChars),
  description: z.string().max(400).default(''),
  exercises: z.array(z.string().regex(folderName, 'must be the name of a folder')).min(1).max(200),
  modules: z.array(courseModule).max(60).default([]),
});

/** Tests may leave out their id: it is made of the name. */
const test = z.preprocess((value) => {
  if (typeof value !== 'object' || value === null || 'id' in value || !('name' in value))
    return value;
  return { ...value, id: slugOf(String(value.name)) };
}, gradeTest);
const exerciseFile = z
  .strictObject({
    ...exercise.pick({
      ...{ title: true, topic: true, difficulty: true },
      ...{ constraints: true, limits: true },
    }).shape,
    entry: z.string(),
    tests: z.array(test).min(1).max(gradeLimits.maxTests),
  })
  .superRefine(({ tests }, context) => {
    const seen = new Set<string>();
    for (const [at, { id }] of tests.entries()) {
      if (seen.has(id)) {
        const message = `another test is called so already; give this one an id of its own`;
        context.addIssue({ code: 'custom', path: ['tests', at, 'name'], message });
      }
      seen.add(id);
    }
  });

/** @param folder  of the course. @returns what could be read of it */
export async function readCourse(folder: string): Promise<LoadedCourse> {
  const id = path.basename(folder);
  const course: LoadedCourse = {
    ...{ id, title: id, description: '', exercises: [], modules: [], quizzes: [] },
    ...{ broken: [], problems: [] },
  };
  const name = `${id}/course.yaml`;
  const text = await readText(path.join(folder, 'course.yaml'));
  if (!folderName.test(id) || text === undefined) {
    course.problems.push(
      `${name}: the file is missing, or the folder's name is not a-z, 0-9 and -.`,
    );
    return course;
  }
  const read = readYaml(text, name, courseFile);
  if (!read.ok) {
    course.problems.push(...read.problems);
    return course;
  }
  const { title, description, exercises, modules } = read.value;
  Object.assign(course, { title, description, modules });
  for (const each of new Set(exercises)) {
    const found = await readExercise(folder, id, each);
    if (Array.isArray(found)) {
      course.problems.push(...found);
      course.broken.push(`${id}/${each}`);
    } else course.exercises.push(found);
  }
  for (const module of modules) {
    if (module.quiz === undefined) continue;
    const found = await readQuiz(folder, id, module);
    if (Array.isArray(found)) {
      course.problems.push(...found);
      course.broken.push(`${id}/${module.quiz}`);
    } else course.quizzes.push(found);
  }
  return course;
}

/** @returns the exercise, or sentences about what is wrong with it */
async function readExercise(
  folder: string,
  courseId: string,
  name: string,
): Promise<LoadedExercise | string[]> {
  const here = path.join(folder, name);
  const said = `${courseId}/${name}`;
  const text = await readText(path.join(here, 'exercise.yaml'));
  if (text === undefined) return [`${said}/exercise.yaml: the file is missing.`];
  const read = readYaml(text, `${said}/exercise.yaml`, exerciseFile);
  if (!read.ok) return read.problems;
  const task = await readText(path.join(here, 'task.md'));
  if (task === undefined) return [`${said}/task.md: the file is missing.`];
  const parsed = exercise.safeParse({
    ...read.value,
    id: said,
    task,
    starter: await readFiles(path.join(here, 'starter')),
    solution: await readFiles(path.join(here, 'solution')),
  });
  if (!parsed.success) {
    return parsed.error.issues.map((issue) => {
      const where = String(issue.path[0] ?? '');
      const file = where === 'starter' || where === 'solution' ? `${where}/` : 'exercise.yaml';
      return `${said}/${file}: ${issue.path.slice(1).join(' ')} ${issue.message}.`.replace(
        ': :',
        ':',
      );
    });
  }
  const { entry, starter, solution } = parsed.data;
  for (const [which, files] of Object.entries({ starter, solution })) {
    if (!files.some((file) => file.name === entry)) {
      return [`${said}/${which}/: ${entry} is missing; \`entry\` names it.`];
    }
  }
  return { exercise: parsed.data, version: versionOf(parsed.data) };
}

/** @returns a name for what decides about a verdict */
export function versionOf({ entry, tests, constraints, limits }: Exercise): string {
  // Without limits it is what it was before there were any: attempts stay attempts at this version.
  const asked = Object.keys(limits).length > 0 ? [limits] : [];
  const content = JSON.stringify([entry, tests, constraints, ...asked]);
  return createHash('sha256').update(content).digest('hex').slice(0, 32);
}

async function readFiles(folder: string): Promise<{ name: string; text: string }[]> {
  const names = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const files: { name: string; text: string }[] = [];
  for (const each of names.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // What Python leaves behind when an author tries things out.
    if (!each.isFile() || each.name.startsWith('.')) continue;
    const text = await readText(path.join(folder, each.name));
    if (text !== undefined) files.push({ name: each.name, text });
  }
  return files;
}

function slugOf(name: string): string {
  const slug = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-');
  return slug.replaceAll(/^-+|-+$/g, '').slice(0, 40) || 'test';
}
