/** Milliseconds since 1970. Time comes in as an argument, so that a test or the local cloud can move it. */
export type Clock = () => number

/** `count` bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array

export const DAY_MS = 86_400_000
