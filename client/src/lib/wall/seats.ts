/** @returns the seats after some came and some left: who stays keeps the seat, newcomers sit down at the end */
export function seatsAfter(
  seats: readonly string[],
  added: readonly string[],
  gone: readonly string[],
): string[] {
  const left = new Set(gone);
  const known = new Set(seats);
  return [...seats.filter((id) => !left.has(id)), ...added.filter((id) => !known.has(id))];
}

/** @returns who of `before` is not in `now` */
export function goneFrom(before: readonly string[], now: readonly string[]): string[] {
  const here = new Set(now);
  return before.filter((id) => !here.has(id));
}
