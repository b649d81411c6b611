/** Limits of cloud functions. */
export const FUNCTION_LIMITS = {
  /** Default time-out of a function; the console offers 1 to 60 s. docs.cloudbase.net, cloud functions, 2026-11. */
  TIMEOUT_SECONDS: 3,
  /** Default memory of a function of a mini-program environment. docs.cloudbase.net, cloud functions, 2026-11. */
  MEMORY_MB: 256,
} as const

/** Limits of the local cloud itself, in real time. */
export const INSTANCE_LIMITS = {
  /** Loading a function is no part of its time-out, but it must come to an end. */
  LOAD_SECONDS: 30,
} as const
