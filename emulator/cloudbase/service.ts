import type { RequestRecord, RunningCall } from './calls.ts'

/** The text fields of one `POST /admin`, as they came in: nothing in them is trusted. */
export type WireBody = Readonly<Record<string, unknown>>

/** Fields of a reply; `requestId` is added by the wire. Most actions answer `{ data: {…} }`. */
export type WireReply = Readonly<Record<string, unknown>>

/** What an action may want to know beside the body. */
export interface WireRequest {
  /** Binary parts of a multipart body, by name; empty for JSON. */
  readonly parts: Readonly<Record<string, Uint8Array>>
  /** SOURCE that a function called by this request gets: the caller's own chain and `scf`. */
  readonly source: string
  /** The call that the asking instance is serving; undefined for a program that is no function. */
  readonly call: RunningCall | undefined
  /** Adds to the record of this request. */
  readonly note: (
    note: Partial<Pick<RequestRecord, 'api' | 'collection' | 'index' | 'examined' | 'error'>>,
  ) => void
}

/**
 * One thing a service does. Answers the reply's fields, or bytes (sent as application/octet-stream), or throws
 * PlatformError for what the platform refuses; anything else that is thrown is a fault of the emulator and is answered
 * as SYS_ERR.
 */
export type Action = (
  body: WireBody,
  request: WireRequest,
) => WireReply | Uint8Array | Promise<WireReply | Uint8Array>

/**
 * One emulated CloudBase service. A service is a folder with the same shape as its neighbours (`index`, `limits`,
 * `errors`, behaviour) and one line in the list of services that the wire is given.
 */
export interface Service {
  /** The part of a wire action before the dot: `database` in `database.getDocument`. */
  readonly name: string
  /** By the part of the wire action behind the dot. */
  readonly actions: Readonly<Record<string, Action>>
}
