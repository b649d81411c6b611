/** Milliseconds since 1970. Time comes in as an argument, so that a test or the local cloud can move it. */
export type Clock = () => number

/** `count` bytes that nobody can guess. */
export type RandomBytes = (count: number) => Uint8Array

/** Waits `ms` milliseconds before a second attempt; a test need not. */
export type Pause = (ms: number) => Promise<void>

export const MINUTE_MS = 60_000
export const DAY_MS = 86_400_000

/**
 * No call of a function lasts longer: 60 s is the most that the console offers (docs.cloudbase.net, cloud functions,
 * 2026-11). What a call has read it may still write so much later.
 */
export const LONGEST_CALL_MS = 60_000
