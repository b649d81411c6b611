import type { Account, DeployedFunction, Environment, Invocation } from './state.ts'

/** The products that are asked, by the first label of their host. */
export type ServiceName = 'tcb' | 'scf'

export interface ActionWorld {
  readonly account: Account
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly newId: () => string
  /** Runs what was uploaded. */
  readonly invoke: (
    environment: Environment,
    deployed: DeployedFunction,
    event: unknown,
    requestId: string,
  ) => Promise<Invocation>
}

/**
 * Answers the fields of `Response`; RequestId is added.
 * @throws Refusal
 */
export type Action = (
  body: unknown,
  world: ActionWorld,
) => Readonly<Record<string, unknown>> | Promise<Readonly<Record<string, unknown>>>

export type Actions = Readonly<Record<string, Action>>
