/**
 * A pair with a driver: one student types, the others of the room navigate: they see, point, run and chat. A room has no
 * driver unless staff choose one; then everybody in it may type. What may be done follows from it: see `RoomRight`.
 */
export interface PairView {
  driver: { memberId: string; name: string };
  /** Member id of who would like to swap; null: nobody asked. */
  swapAskedBy: string | null;
  /** No page of the driver's has been in the room for `driverAwayMs`: navigators may type until one is back. */
  isDriverAway: boolean;
}

/** A reload, a new place in the school's network or a closed lid for a moment is shorter. */
export const driverAwayMs = 20_000;

/** The teacher holds the editors of a lesson ("eyes up"): students read, and what they type is not taken. */
export interface Hold {
  /** Name of who holds them, as students know it. */
  by: string;
  /** Epoch ms since when. */
  since: number;
}
