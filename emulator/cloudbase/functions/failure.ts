/** Why an invocation gave no result. */
export type FunctionFailure =
  | { readonly kind: 'not-found'; readonly name: string }
  /** The handler threw, or the module could not be loaded. */
  | { readonly kind: 'threw'; readonly stack: string }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  | { readonly kind: 'out-of-memory'; readonly memoryMb: number }
  /** The thread ended under the call: process.exit(), an error in a timer. */
  | { readonly kind: 'instance-ended'; readonly reason: string }
  /** The function called itself, perhaps by others, until there were too many instances of it. */
  | { readonly kind: 'too-many-instances'; readonly name: string }
  | { readonly kind: 'event-too-large' }
  | { readonly kind: 'result-too-large' }

/** What `wx.cloud.callFunction` rejects with. */
export interface CallFunctionError {
  readonly errCode: number
  readonly errMsg: string
}

const worded = (errCode: number, name: string, words: string): CallFunctionError => ({
  errCode,
  errMsg: `cloud.callFunction:fail Error: errCode: ${errCode} ${name} | errMsg: ${words}`,
})

/**
 * The platform's words for a failure. In public reports: "FunctionName parameter could not be found." (2022, 2023),
 * "Invoking task timed out after 3 seconds" (2024, 2026), "Task memory exceeded 128 MB" with code 434, "145 code exit
 * unexpected" for an instance that ended. Codes 406, 407 and 432 of cloud.tencent.com/document/product/583/35311 name
 * the others. What stands behind "exit unexpected:" is ours.
 */
export const failureWords = (failure: FunctionFailure): string => {
  switch (failure.kind) {
    case 'not-found':
      return 'FunctionName parameter could not be found.'
    case 'threw':
      return failure.stack
    case 'timed-out':
      return `Invoking task timed out after ${failure.seconds} seconds`
    case 'out-of-memory':
      return `Task memory exceeded ${failure.memoryMb} MB`
    case 'instance-ended':
      return `145 code exit unexpected: ${failure.reason}`
    case 'too-many-instances':
      return `ResourceLimitReached: every instance of ${failure.name} waits for a function that it called`
    case 'event-too-large':
      return 'RequestTooLarge: the event exceeds the upper limit (6MB)'
    case 'result-too-large':
      return 'The size of response exceeds the upper limit (6MB)'
  }
}

/**
 * A failure in the numbers of the mini-program's `wx.cloud`: -501000, -504003 and -504002 are in public reports of the
 * same years; -501004 is the documented number of the concurrency limit. Assumption: what has no number of its own in
 * the list of error codes, memory among it, is -504002 when the function had started and -504001 when it had not.
 */
export const callFunctionError = (failure: FunctionFailure): CallFunctionError => {
  const words = failureWords(failure)
  switch (failure.kind) {
    case 'not-found':
      return worded(-501000, '', words)
    case 'timed-out':
      return worded(-504003, '', words)
    case 'too-many-instances':
      return worded(-501004, '', words)
    case 'event-too-large':
      return worded(-504001, '', words)
    case 'threw':
    case 'out-of-memory':
    case 'instance-ended':
    case 'result-too-large':
      return worded(-504002, 'functions execute fail', words)
  }
}

/** The call itself was not in order: no such person, no JSON. -601002 is the platform's number for wrong arguments. */
export const wrongArguments = (words: string): CallFunctionError => worded(-601002, '', words)

/**
 * A security rule lets no client call the function. -501023 PERMISSION_DENIED is what an environment whose rules refuse
 * by default said to a mini-program, of a function that was not even there (a public report of 2026-09); the text
 * "permission denied" stands behind the number in another of 2024 (developers.weixin.qq.com/community).
 * Assumption: the words behind errMsg.
 */
export const invocationDenied = (): CallFunctionError =>
  worded(-501023, 'permission denied', 'PERMISSION_DENIED')

/** -604001 微信后台云函数错误：回包大小超过 1M. Its English words are ours. */
export const resultTooLargeForClient = (): CallFunctionError =>
  worded(-604001, '', 'the result of the function exceeds 1 MB')
