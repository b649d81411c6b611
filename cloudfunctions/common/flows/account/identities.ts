import type { App, AppRegistry } from '../../base/apps.ts'
import { bindingAt } from '../../base/apps.ts'
import { provedIn } from '../../identity/facts.ts'
import type { IdentityDocument } from '../../store/documents.ts'
import { readKeysOf } from '../../store/identities.ts'
import type { AccountCall } from './call.ts'
import { callerOf } from './caller.ts'

const knowsUnionid = (app: App | undefined, { unions }: IdentityDocument, now: number): boolean => {
  if (app === undefined) return unions.length > 0
  const binding = bindingAt(app, now)
  return binding !== undefined && provedIn(unions, binding) !== undefined
}

const linkedIdentity = (registry: AppRegistry, identity: IdentityDocument, current: string, now: number) => {
  const { _id: id, appid, firstSeen, lastSeen } = identity
  const app = registry.find(appid)
  return {
    id,
    app: app?.alias ?? 'unknown',
    kind: app?.kind ?? ('unknown' as const),
    current: id === current,
    firstSeen,
    lastSeen,
    unionid: knowsUnionid(app, identity, now) ? ('known' as const) : ('missing' as const),
  }
}

/** The apps in which the person is known, first seen first; no openid is told. 2 requests. */
export const listIdentities = async ({ ports: { db, now }, config, proof }: AccountCall) => {
  const { user, identity: current } = await callerOf(db, proof.evidence)
  const keys = await readKeysOf(db, user._id)
  // Right after a merge it may still be with the tombstone.
  const all = keys.some(({ _id }) => _id === current._id) ? keys : [current, ...keys]
  const identities = all
    .filter((key) => key.kind === 'identity')
    .toSorted((one, other) => one.firstSeen - other.firstSeen)
    .map((identity) => linkedIdentity(config, identity, current._id, now))
  return { ok: true as const, identities }
}
