import type {
  AttemptFiles,
  AttemptKind,
  AttemptView,
  ClassPulse,
  CourseView,
  MadeExercise,
  MadeExercises,
  OpenedExercise,
  RoomWork,
} from '@learnflow/shared';
import { api } from '../api.ts';

/** Every HTTP request about exercises. All throw AppError. */
export const getWork = (roomId: string) => api<RoomWork>('GET', `/api/rooms/${roomId}/work`);
export const openExercise = (roomId: string, exercise: string) =>
  api<OpenedExercise>('POST', `/api/rooms/${roomId}/work/open`, { exercise });
export const makeAttempt = (
  roomId: string,
  body: { exercise: string; kind: AttemptKind; clientKey: string },
) => api<AttemptView>('POST', `/api/rooms/${roomId}/work/attempts`, body);
export const getAttemptFiles = (roomId: string, attemptId: string) =>
  api<AttemptFiles>('GET', `/api/rooms/${roomId}/work/attempts/${attemptId}`);
export const listCourses = () => api<CourseView[]>('GET', '/api/courses');
export const getLessonExercises = (lessonId: string) =>
  api<{ exercises: string[] }>('GET', `/api/lessons/${lessonId}/exercises`);
export const setLessonExercises = (lessonId: string, exercises: string[]) =>
  api<{ exercises: string[] }>('POST', `/api/lessons/${lessonId}/exercises`, { exercises });
export const makeExercises = (lessonId: string, body: { request: string; draft: boolean }) =>
  api<MadeExercises>('POST', `/api/lessons/${lessonId}/made-exercises`, body);
export const listMade = (lessonId: string) =>
  api<MadeExercise[]>('GET', `/api/lessons/${lessonId}/made-exercises`);
export const assignMade = (lessonId: string, exercises: string[], memberIds?: string[]) =>
  api<{ exercises: string[] }>('POST', `/api/lessons/${lessonId}/made-exercises/assign`, {
    exercises,
    ...(memberIds ? { memberIds } : {}),
  });
export const seeNotices = (lessonId: string, until: number) =>
  api<object>('POST', `/api/lessons/${lessonId}/notices/seen`, { until });
export const getPulse = (lessonId: string, exercise: string) =>
  api<ClassPulse>('GET', `/api/lessons/${lessonId}/pulse?exercise=${encodeURIComponent(exercise)}`);
