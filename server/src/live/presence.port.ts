/** Who has a live socket now; kept by `live/`, asked by the door ("19 of 28 here") and by the wall. */
export interface Presence {
  /** Member ids of a lesson with at least one open socket. */
  here(lessonId: string): ReadonlySet<string>;
}
