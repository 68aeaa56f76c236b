import type { DoorKnock } from '@learnflow/shared';

/**
 * The short list of people outside a locked door. In memory: a knock lives only while somebody keeps knocking
 * (the page asks again every two seconds), so a restart loses nothing that the next knock does not bring back.
 */
export interface Door {
  /** A new knock, or the sign of life of an old one. @returns its id and whether the teacher has let it in. */
  knock(lessonId: string, name: string, knockId?: string): { knockId: string; admitted: boolean };
  admit(lessonId: string, knockId: string): void;
  /** Opening the door lets everybody in; their knocks are forgotten. */
  list(lessonId: string): DoorKnock[];
}
