import * as v from 'valibot'

/** What an instance is started with. */
export interface InstanceSettings {
  readonly entry: InstanceEntry
  readonly clock: SharedArrayBuffer
  /** By how much the clock of this instance is wrong. */
  readonly skewMs?: number
  readonly hosts: HostRules
}

/** What an instance loads. */
export interface InstanceEntry {
  /** Absolute path of the file with the handler. */
  readonly file: string
  readonly format: 'commonjs' | 'module'
  /** Name of the handler among its exports. */
  readonly main: string
  /** What the file says once it is JavaScript, if it is not as it stands on the disk. */
  readonly code?: string
  /** Folder of the function when it has no package.json: its .js files are CommonJS, whatever lies above it says. */
  readonly commonJsFolder?: string
}

/** Where requests to other machines go. */
export interface HostRules {
  /** Real host name → address prefix of its simulation on this machine. */
  readonly simulated: Readonly<Record<string, string>>
  /** Every other host: `pass` with one warning each, or `refuse`. Loopback always passes. */
  readonly others: 'pass' | 'refuse'
}

/** One invocation. */
export interface CallMessage {
  readonly id: number
  /** JSON text of the event. */
  readonly event: string
  /** Written into process.env before the handler runs; the keys of the call before are removed. */
  readonly environment: Readonly<Record<string, string>>
  readonly context: CallContext
}

/** What the platform tells a handler about its call, in its second argument. */
export interface CallContext {
  readonly request_id: string
  readonly function_name: string
  readonly function_version: string
  readonly namespace: string
  readonly time_limit_in_ms: number
  readonly memory_limit_in_mb: number
  readonly tencentcloud_region: string
  readonly tencentcloud_appid: string
  readonly tencentcloud_uin: string
}

const InstanceMessageSchema = v.variant('type', [
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('load-failed'), stack: v.string() }),
  v.object({ type: v.literal('log'), level: v.picklist(['log', 'warn', 'error']), text: v.string() }),
  /** `result` is JSON text. */
  v.object({ type: v.literal('done'), id: v.number(), result: v.string() }),
  v.object({ type: v.literal('failed'), id: v.number(), stack: v.string() }),
])

/** What an instance says. */
export type InstanceMessage = v.InferOutput<typeof InstanceMessageSchema>

/** Code of a project shares the thread, so what comes over the port is read as if from outside. */
export const readInstanceMessage = (message: unknown): InstanceMessage | undefined => {
  const parsed = v.safeParse(InstanceMessageSchema, message)
  return parsed.success ? parsed.output : undefined
}
