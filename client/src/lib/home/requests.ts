import type {
  ClassModelView,
  ClassView,
  DoorView,
  JoinReply,
  LessonView,
  Me,
  MemberView,
  ModelCallView,
  ModelPolicy,
  RosterReply,
  RunSettings,
  StruggleRules,
} from '@learnflow/shared';
import { api } from '../api.ts';

/** Every HTTP request of the entrance, so that an address stands in one place. All throw AppError. */

export const getMe = () => api<Me>('GET', '/api/me');
export const signIn = (body: { name?: string; passphrase: string }) =>
  api<unknown>('POST', '/api/sign-in', body);
export const signOut = () => api<unknown>('POST', '/api/sign-out');
export const setUp = (body: { token: string; name: string; passphrase: string }) =>
  api<unknown>('POST', '/api/setup', body);
export const openDemo = (token: string) =>
  api<{ lessonId: string }>('POST', '/api/demo', { token });

export const findDoor = (code: string) => api<DoorView>('GET', `/api/join/${code}`);
export interface JoinRequest {
  code: string;
  name?: string;
  memberId?: string;
  secret?: string;
  knockId?: string;
}
export const join = (body: JoinRequest) => api<JoinReply>('POST', '/api/join', body);

export const listClasses = () => api<ClassView[]>('GET', '/api/classes');
export interface OpenRequest {
  classId?: string;
  className?: string;
  title?: string;
  continueLessonId?: string;
  work: 'alone' | 'pairs';
  exercises?: string[];
}
export const openLesson = (body: OpenRequest) => api<LessonView>('POST', '/api/lessons/open', body);
export const getLesson = (lessonId: string) => api<LessonView>('GET', `/api/lessons/${lessonId}`);
export const startLesson = (lessonId: string) =>
  api<unknown>('POST', `/api/lessons/${lessonId}/start`);
export const lockDoor = (lessonId: string, locked: boolean) =>
  api<unknown>('POST', `/api/lessons/${lessonId}/lock`, { locked });
export const setWork = (lessonId: string, work: 'alone' | 'pairs') =>
  api<unknown>('POST', `/api/lessons/${lessonId}/work`, { work });
export const admit = (lessonId: string, knockId: string) =>
  api<unknown>('POST', `/api/lessons/${lessonId}/admit`, { knockId });

export const listMembers = (classId: string) =>
  api<MemberView[]>('GET', `/api/classes/${classId}/members`);
/** Those who can be put back. */
export const listRemoved = (classId: string) =>
  api<MemberView[]>('GET', `/api/classes/${classId}/members/removed`);
export interface ClassChange {
  name?: string;
  maxMembers?: number;
  runLimits?: RunSettings;
  struggleRules?: Partial<StruggleRules>;
  looksFirst?: boolean;
  /** IANA name; null: that of the server. */
  timeZone?: string | null;
  modelPolicy?: ModelPolicy;
}
export const changeClass = (classId: string, body: ClassChange) =>
  api<unknown>('PATCH', `/api/classes/${classId}`, body);
/** Which language model this server uses, if any. */
export const getClassModel = (classId: string) =>
  api<ClassModelView>('GET', `/api/classes/${classId}/model`);
/** The newest first, a page at a time. @param after  id of the last one before */
export const listModelCalls = (classId: string, after?: string) =>
  api<ModelCallView[]>(
    'GET',
    `/api/classes/${classId}/model-calls${after === undefined ? '' : `?after=${after}`}`,
  );
export const addNames = (classId: string, names: string[]) =>
  api<RosterReply>('POST', `/api/classes/${classId}/roster`, { names });
export const resetSecret = (memberId: string) =>
  api<{ secret: string }>('POST', `/api/members/${memberId}/secret`);
export const removeMember = (memberId: string) =>
  api<unknown>('DELETE', `/api/members/${memberId}`);
export const restoreMember = (memberId: string) =>
  api<unknown>('POST', `/api/members/${memberId}/restore`);
