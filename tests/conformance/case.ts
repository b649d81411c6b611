import type { Cloud, Collection, Command, Database, Expressions } from './sdk.ts'

/** Major version of wx-server-sdk; the exact ones are in package.json. */
export type Sdk = '2' | '3' | '4'

/** What a case has in its hands. All of it also exists in a deployed function. */
export interface Tools {
  readonly cloud: Cloud
  readonly db: Database
  /** `db.command` */
  readonly _: Command
  /** `db.command.aggregate` */
  readonly $: Expressions
  /** A collection of the case's own, empty. */
  readonly things: Collection
  /** Its name. */
  readonly name: string
  /** Another one, made when it is first asked for. */
  readonly another: () => Promise<{ readonly name: string; readonly collection: Collection }>
  /** Names of prepared collections begin with it. */
  readonly prefix: string
  /** A collection with an index, which no SDK can make: `places` has a geo index on `at`, `accounts` unique ones. */
  readonly prepared: (suffix: 'places' | 'accounts') => Promise<Collection>
  /** A path in the cloud storage that nobody else uses. */
  readonly path: (file: string) => string
  /** Name of the function in which the case runs; `{ role: 'echo' | 'throw' | … }` makes it something to call. */
  readonly self: string
  /** The rejection of a promise as a value, or the text `did not fail`. */
  readonly failure: (promise: Promise<unknown>) => Promise<unknown>
}

/**
 * One thing that the platform does, with the public source that says so. `run` is bundled into a function and runs
 * there; what it returns or throws is compared outside.
 */
export interface ConformanceCase {
  /** The topic, a dot, and what happens: `database.update.inc-missing-field`. */
  readonly id: string
  /** Address of the documentation, or `package@version file`. */
  readonly source: string
  readonly run: (tools: Tools) => unknown
  /** A literal, with matchers where the platform leaves something open. */
  readonly expect: unknown
  /** What older versions of the SDK make of it, where they differ. */
  readonly sdk?: Readonly<Partial<Record<Sdk, unknown>>>
  /** Why it cannot run in a real environment. */
  readonly localOnly?: string
  /** Why it does not run in the local cloud: it takes too long, or the local cloud is kinder on purpose. */
  readonly environmentOnly?: string
  /** `file: words` of what the local cloud assumes and what falls if this case fails in a real environment. */
  readonly refutes?: readonly string[]
}

/** Part of the id in front of the last dot. */
export const topicOf = ({ id }: ConformanceCase): string => id.slice(0, id.lastIndexOf('.'))

export const expectationFor = (test: ConformanceCase, sdk: Sdk): unknown =>
  test.sdk !== undefined && sdk in test.sdk ? test.sdk[sdk] : test.expect
