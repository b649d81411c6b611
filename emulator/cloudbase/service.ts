import type { PlatformError } from './errors.ts'

/** The JSON body of one `POST /admin`, as it came in: nothing in it is trusted. */
export type WireBody = Readonly<Record<string, unknown>>

/** Fields of a reply; `requestId` is added by the wire. Most actions answer `{ data: {…} }`. */
export type WireReply = Readonly<Record<string, unknown>>

/**
 * One thing a service does. Answers the reply's fields, or throws {@link PlatformError} for what the platform
 * refuses; anything else that is thrown is a fault of the emulator and is answered as SYS_ERR.
 */
export type Action = (body: WireBody) => WireReply | Promise<WireReply>

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
