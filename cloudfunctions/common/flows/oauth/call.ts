import { MINUTE_MS } from '../../base/time.ts'
import type { SessionCall } from '../session/call.ts'

/** One step of a sign-in by web page. */
export interface OAuthCall extends SessionCall {
  /** Where the world reaches `gateway`, without a slash at its end. */
  readonly address: string
  /** Adds fields to the log line of this call. */
  readonly note: (fields: Readonly<Record<string, string>>) => void
}

/** Where the browser goes, and what it keeps until it comes back. */
export interface Step {
  readonly location: string
  readonly keep?: { readonly state: string; readonly sealed: string; readonly maxAgeSeconds: number }
  /** What it kept for the step before. */
  readonly forget?: string
}

/** A code of WeChat lives five or ten minutes; somebody may look for the phone first. */
export const JOURNEY_MS = 10 * MINUTE_MS
