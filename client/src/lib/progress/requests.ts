import type {
  ClassProgress,
  QuizResult,
  QuizSummary,
  QuizTry,
  StudentProgress,
} from '@learnflow/shared';
import { api } from '../api.ts';

/** Every HTTP request about progress and quizzes. All throw AppError. */
export const listMyProgress = () => api<StudentProgress[]>('GET', '/api/me/progress');
export const getClassProgress = (classId: string) =>
  api<ClassProgress>('GET', `/api/classes/${classId}/progress`);
export const listQuizzes = (roomId: string) =>
  api<QuizSummary[]>('GET', `/api/rooms/${roomId}/quizzes`);
export const openQuiz = (roomId: string, quiz: string) =>
  api<QuizTry>('POST', `/api/rooms/${roomId}/quizzes/open`, { quiz });
export const answerQuestion = (
  roomId: string,
  answer: { tryId: string; question: number; choice: number },
) => api<Record<string, never>>('POST', `/api/rooms/${roomId}/quizzes/answer`, answer);
export const finishQuiz = (roomId: string, tryId: string) =>
  api<QuizResult>('POST', `/api/rooms/${roomId}/quizzes/finish`, { tryId });
