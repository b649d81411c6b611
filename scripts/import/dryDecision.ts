import * as v from 'valibot'
import { bindingAt } from '../../cloudfunctions/common/base/apps.ts'
import { UserIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import { decide } from '../../cloudfunctions/common/identity/decide.ts'
import type { Decision } from '../../cloudfunctions/common/identity/decision.ts'
import type { Evidence } from '../../cloudfunctions/common/identity/evidence.ts'
import type { ActiveUser, ProvedUnion } from '../../cloudfunctions/common/identity/facts.ts'
import { isSameUnion } from '../../cloudfunctions/common/identity/facts.ts'
import { keyIdsOf } from '../../cloudfunctions/common/store/identities.ts'
import { UserError } from '../../emulator/userError.ts'
import type { Changes } from './changes.ts'
import type { RowFacts } from './facts.ts'
import type { RowOutcome } from './figures.ts'
import type { ChangedKey } from './overlay.ts'
import type { LegacyRow } from './row.ts'

/** One row, what is stored about it, and its number among the good rows of the file. */
export interface DryRow {
  readonly row: LegacyRow
  readonly facts: RowFacts
  readonly number: number
  /** Milliseconds since 1970 at which the company says so. */
  readonly at: number
}

/** Whom the row would have made; the id is only good within this dry run. */
const newUser = ({ number, at }: DryRow, union: ProvedUnion | undefined): ActiveUser => ({
  status: 'active',
  userId: v.parse(UserIdSchema, `u${String(number).padStart(22, '0')}`),
  createdAt: at + number,
  version: 1,
  administrator: false,
  deleting: false,
  splitting: false,
  unions: union === undefined ? [] : [union],
  barriers: [],
})

const withUnions = (unions: readonly ProvedUnion[], more: readonly ProvedUnion[]): readonly ProvedUnion[] => [
  ...unions,
  ...more.filter((one) => !unions.some((held) => isSameUnion(held, one))),
]

interface Known {
  readonly identity: ChangedKey | undefined
  readonly ids: readonly string[]
}

/** What the flows would have written (flows/apply.ts, store/merges.ts). */
const applyDry = (
  changes: Changes,
  dry: DryRow,
  decision: Decision,
  { identity, ids }: Known,
): RowOutcome => {
  const [identityId, unionId] = ids
  switch (decision.kind) {
    case 'refuse':
      return { outcome: 'refused', code: decision.reason }
    case 'conflict':
      return { outcome: 'conflict', userId: decision.userId, reason: decision.reason }
    case 'sign-in':
      return { outcome: 'known', userId: decision.userId }
    case 'create': {
      const user = newUser(dry, decision.union)
      changes.setUser(user)
      changes.setKey(identityId, { user: user.userId, unions: user.unions })
      if (decision.union !== undefined) changes.setKey(unionId, { user: user.userId, unions: [] })
      return { outcome: 'created', userId: user.userId }
    }
    case 'attach': {
      const { userId, union, adds } = decision
      const shown = union === undefined ? [] : [union]
      const user = changes.user(userId)
      // Kept even if nothing about the user changes: the facts of a later row know only what is stored about its own keys.
      if (user !== undefined)
        changes.setUser(adds === 'union' ? { ...user, unions: withUnions(user.unions, shown) } : user)
      if (adds === 'union') changes.setKey(unionId, { user: userId, unions: [] })
      changes.setKey(identityId, { user: userId, unions: [...(identity?.unions ?? []), ...shown] })
      return { outcome: 'attached', userId }
    }
    case 'merge': {
      const { survivor, loser, union } = decision
      const barriers = [...new Set([...survivor.barriers, ...loser.barriers])]
      const unions = withUnions(survivor.unions, loser.unions)
      changes.merge(loser.userId, { ...survivor, version: survivor.version + 1, barriers, unions })
      const proved = withUnions(identity?.unions ?? [], [union])
      changes.setKey(identityId, { user: survivor.userId, unions: proved })
      return { outcome: 'merged', userId: survivor.userId }
    }
    case 'heal':
      throw new Error('users were resolved, and one is gone nevertheless')
  }
}

/**
 * What an import would make of this row, after those before it.
 * @throws UserError OPTION_INVALID where the deployment knows other bindings than oneid.config.ts
 */
export const decideDry = (
  changes: Changes,
  dry: DryRow,
): { readonly outcome: RowOutcome; readonly decision?: Decision } => {
  const { row, facts, at } = dry
  if (facts.erased === true) return { outcome: { outcome: 'refused', code: 'ACCOUNT_ERASED' } }
  const { app, appid, openid, unionid } = row
  const evidence: Evidence = {
    appid,
    openid,
    ...(unionid !== undefined && { unionid }),
    route: 'import',
    observedAt: at,
  }
  const binding = bindingAt(app, at)
  const ids = keyIdsOf({ evidence, binding })
  if (ids.join() !== facts.ids.join())
    throw new UserError(
      'OPTION_INVALID',
      `the deployment has other bindings for the app ${app.alias} than oneid.config.ts here`,
      'Build and deploy oneid.config.ts, or check out the version that is deployed.',
    )
  const stored = facts.identity && { user: facts.identity.user.userId, unions: facts.identity.unions }
  const identity = changes.key(ids[0], stored)
  const union = changes.key(ids[1], facts.union && { user: facts.union.user.userId, unions: [] })
  const [owner, holder] = [identity, union].map((key) => key && changes.user(key.user))
  const decision = decide(evidence, {
    registered: true,
    binding,
    identity: identity && owner && { user: owner, unions: identity.unions },
    union: holder && { user: holder },
  })
  return { outcome: applyDry(changes, dry, decision, { identity, ids }), decision }
}
