import type { LessonView, NeedView } from '@learnflow/shared';
import { api } from '../api.ts';

/** HTTP requests that only the wall makes. All throw AppError. */

export const endLesson = (lessonId: string) => api<unknown>('POST', `/api/lessons/${lessonId}/end`);
export const holdEditors = (lessonId: string, held: boolean) =>
  api<LessonView>('POST', `/api/lessons/${lessonId}/hold`, { held });
/** Seats two to four students in one room. */
export const pairStudents = (lessonId: string, memberIds: string[]) =>
  api<unknown>('POST', `/api/lessons/${lessonId}/pairs`, { memberIds });
export const unpairStudent = (lessonId: string, memberId: string) =>
  api<unknown>('POST', `/api/lessons/${lessonId}/unpair`, { memberId });
/** How the students who are here get on, who most likely needs somebody next at the front. */
export const listNeeds = (lessonId: string) =>
  api<NeedView[]>('GET', `/api/lessons/${lessonId}/needs`);
