import { Refusal } from './errors.ts'

export interface Trigger {
  readonly name: string
  readonly type: string
  /** Cron expression of seven fields. */
  readonly cron: string
}

/** What somebody asked of a function, and what it said. */
export interface Invocation {
  readonly requestId: string
  readonly at: number
  readonly ms: number
  readonly result: string
  readonly failed: boolean
  readonly log: string
}

/** A cloud function as it is deployed. */
export interface DeployedFunction {
  readonly name: string
  /** Never changes while the function is there. */
  readonly runtime: string
  readonly addedAt: number
  zip: Buffer
  handler: string
  timeoutSeconds: number
  memoryMb: number
  installDependency: boolean
  environment: Readonly<Record<string, string>>
  triggers: readonly Trigger[]
  modifiedAt: number
  /** What the next look at it says; Active after that. */
  status: 'Creating' | 'Updating' | 'Active'
  readonly invocations: Invocation[]
}

export interface CollectionIndex {
  readonly name: string
  readonly unique: boolean
  /** `1`, `-1` or `2dsphere`. */
  readonly keys: readonly { readonly name: string; readonly direction: string }[]
}

/** Who may read and write: a basic permission, or CUSTOM with a rule. */
export interface Permission {
  readonly tag: string
  /** JSON text. */
  readonly rule?: string
}

export interface Collection {
  readonly name: string
  indexes: readonly CollectionIndex[]
  permission: Permission
}

/** A path of the HTTP access service. */
export interface AccessPath {
  readonly id: string
  readonly path: string
  readonly functionName: string
  readonly addedAt: number
}

/** One environment of an account. */
export interface Environment {
  readonly id: string
  readonly functions: Map<string, DeployedFunction>
  readonly collections: Map<string, Collection>
  functionRules: Permission | undefined
  accessPaths: readonly AccessPath[]
}

/** What an account has. */
export interface Account {
  readonly environments: ReadonlyMap<string, Environment>
}

const emptyEnvironment = (id: string): Environment => ({
  id,
  functions: new Map(),
  collections: new Map(),
  functionRules: undefined,
  accessPaths: [],
})

export const createAccount = (environments: readonly string[]): Account => ({
  environments: new Map(environments.map((id) => [id, emptyEnvironment(id)])),
})

/**
 * The environment that a request names; the namespace of its functions has the same name.
 * @throws Refusal. Assumption: its code; what a key that may not see an environment is told is not documented.
 */
export const environmentOf = (account: Account, id: string): Environment => {
  const environment = account.environments.get(id)
  if (environment === undefined) throw new Refusal('ResourceNotFound', `environment ${id} does not exist`)
  return environment
}
