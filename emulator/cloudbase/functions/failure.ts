/** Why an invocation gave no result. */
export type FunctionFailure =
  | { readonly kind: 'not-found'; readonly name: string }
  /** The handler threw, or the module could not be loaded. */
  | { readonly kind: 'threw'; readonly stack: string }
  | { readonly kind: 'timed-out'; readonly seconds: number }
  /** The thread ended under the call: process.exit(), an error in a timer, too much memory. */
  | { readonly kind: 'instance-ended'; readonly reason: string }

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
 * A failure in the numbers and words of the mini-program's `wx.cloud`. Seen in public reports:
 * -501000 with "FunctionName parameter could not be found." (2022, 2023), -504003 with "Invoking task timed out after
 * 3 seconds" (2024), -504002 "functions execute fail" with the stack of the handler's error. What the platform says
 * when an instance ends under a call is not documented; -504002 is assumed.
 */
export const callFunctionError = (failure: FunctionFailure): CallFunctionError => {
  switch (failure.kind) {
    case 'not-found':
      return worded(-501000, '', 'FunctionName parameter could not be found.')
    case 'threw':
      return worded(-504002, 'functions execute fail', failure.stack)
    case 'timed-out':
      return worded(-504003, '', `Invoking task timed out after ${failure.seconds} seconds`)
    case 'instance-ended':
      return worded(-504002, 'functions execute fail', `the instance ended: ${failure.reason}`)
  }
}

/** The call itself was not in order: no such person, no JSON. -601002 is the platform's number for wrong arguments. */
export const wrongArguments = (words: string): CallFunctionError => worded(-601002, '', words)
