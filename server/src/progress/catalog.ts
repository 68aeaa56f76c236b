import type { ProgressCatalog } from '@learnflow/shared';
import type { Courses } from '../course/courses.ts';
import type { LoadedCourse } from '../course/read-course.ts';

type Module = ProgressCatalog['modules'][number];

/** What belongs to none of the modules an author has named. */
const rest = 'More';

interface Given {
  id: string;
  isOpen: boolean;
}

/**
 * @param own  what of it one student was given; some exercises are for others only
 * @returns what there is to learn for a class: the courses its lessons have worked with, whole
 */
export function catalogOf(
  courses: Pick<Courses, 'all' | 'find'>,
  { exercises: given }: { exercises: readonly Given[] },
  own: readonly Given[] = given,
): ProgressCatalog {
  const ids = new Set(given.map(({ id }) => id));
  const isGiven = new Set(own.map(({ id }) => id));
  const isOpen = new Set(own.flatMap((each) => (each.isOpen ? [each.id] : [])));
  const used = courses
    .all()
    .filter(({ exercises }) => exercises.some(({ exercise }) => ids.has(exercise.id)));
  const ofCourses = used.flatMap((course) => course.exercises.map(({ exercise }) => exercise));
  const known = new Set(ofCourses.map(({ id }) => id));
  const others = [...ids].flatMap((id) =>
    known.has(id) ? [] : (courses.find(id)?.exercise ?? []),
  );
  const exercises = [...ofCourses, ...others].map(({ id, title, topic, difficulty, tests }) => ({
    ...{ id, title, topic, difficulty, tests: tests.length },
    ...{ isGiven: isGiven.has(id), isOpen: isOpen.has(id) },
  }));
  const modules = used.flatMap(modulesOf);
  const named = new Set(modules.flatMap(({ topics }) => topics));
  const left = new Set(others.map(({ topic }) => topic).filter((topic) => !named.has(topic)));
  if (left.size > 0) modules.push({ title: rest, topics: [...left] });
  const quizzes = used.flatMap((course) =>
    course.quizzes.map(({ id, title, topics }) => ({ id, title, topics })),
  );
  return { exercises, quizzes, modules };
}

/** A course whose author has named no modules is one. */
function modulesOf({ title, modules, exercises }: LoadedCourse): Module[] {
  const named = new Set(modules.flatMap(({ topics }) => topics));
  const left = new Set(
    exercises.map(({ exercise }) => exercise.topic).filter((topic) => !named.has(topic)),
  );
  const made: Module[] = modules.map((module) => ({ title: module.title, topics: module.topics }));
  if (left.size > 0) made.push({ title: made.length === 0 ? title : rest, topics: [...left] });
  return made;
}
