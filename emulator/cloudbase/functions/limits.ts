/** Limits of cloud functions. */
export const FUNCTION_LIMITS = {
  /** Default time-out of a function; the console offers 1 to 60 s. docs.cloudbase.net, cloud functions, 2026-11. */
  TIMEOUT_SECONDS: 3,
  /** Default memory of a function of a mini-program environment. docs.cloudbase.net, cloud functions, 2026-11. */
  MEMORY_MB: 256,
  /** Event of a synchronous call. cloud.tencent.com/document/product/583/11637, 2025-03. */
  EVENT_BYTES: 6 * 1024 * 1024,
  /** What a function answers. cloud.tencent.com/document/product/583/35311, code 407, 2024-12. */
  RESULT_BYTES: 6 * 1024 * 1024,
  /** What a mini-program gets of it: more is -604001, 回包大小超过 1M. developers.weixin.qq.com, error codes, 2026-11. */
  CLIENT_RESULT_BYTES: 1024 * 1024,
  /**
   * Body of a request to the HTTP access service: text, and everything else.
   * docs.cloudbase.net/en/error-code/EXCEED_MAX_PAYLOAD_SIZE, 2026-11.
   */
  HTTP_TEXT_BYTES: 100 * 1024,
  HTTP_BINARY_BYTES: 6 * 1024 * 1024,
  /** Characters of the name of a function. cloud.tencent.com/document/product/583/11637, 2025-03. */
  NAME_LENGTH: 60,
  /** Characters of the name of a timer. developers.weixin.qq.com, 定时触发器, 2026-11. */
  TRIGGER_NAME_LENGTH: 60,
} as const

/** Limits of the local cloud itself, in real time. */
export const INSTANCE_LIMITS = {
  /** Loading a function is no part of its time-out, but it must come to an end. */
  LOAD_SECONDS: 30,
  /**
   * Instances of one function while every one of them waits for a function that it called. Without more than usual, a
   * function that calls itself would wait for itself; without an end, each would cost 30 MB. The platform's own limit
   * (1000 at one time) is out of reach of one machine.
   */
  MOST: 10,
  /** Instances of a function that nobody called for so long end: longer than one looks at a page, shorter than a meeting. */
  IDLE_SECONDS: 300,
  /** A spare is started when a function was quiet for so long, so that it takes no processor time from calls. */
  SPARE_AFTER_MS: 200,
} as const

/** How often one timer runs for one jump of the world clock: the latest runs are kept, and a line says so. */
export const RUNS_PER_JUMP = 100

/** Characters of console output that the record of one call keeps. Our own bound: 500 records then stay below 200 MB. */
export const KEPT_LOG_CHARACTERS = 200_000
