/** Words of the room screens. */
export const room = {} as const satisfies Record<string, string>;
