import { isHearsay } from '../../identity/evidence.ts'
import type { IdentityGroup } from '../../store/counting.ts'
import type { AppCounts, Counts } from '../../store/statistics.ts'

const NONE: AppCounts = { identities: 0, known: 0, seen: 0, added: 0, routes: {} }

const withGroup = (before: AppCounts, { _id: { route }, ...group }: IdentityGroup): AppCounts => {
  const { identities, known } = before.routes[route] ?? { identities: 0, known: 0 }
  return {
    identities: before.identities + group.identities,
    known: before.known + group.known,
    // Whoever we have only heard of was not here.
    seen: before.seen + (isHearsay(route) ? 0 : group.seen),
    added: before.added + group.added,
    routes: {
      ...before.routes,
      [route]: { identities: identities + group.identities, known: known + group.known },
    },
  }
}

/** What was counted so far and one more slice of identities. */
export const withIdentities = (counts: Counts, groups: readonly IdentityGroup[]): Counts => {
  const apps = { ...counts.apps }
  for (const group of groups) apps[group._id.appid] = withGroup(apps[group._id.appid] ?? NONE, group)
  return { ...counts, apps }
}

/** What was counted so far and one more slice of users, by status. */
export const withUsers = (counts: Counts, more: Readonly<Record<string, number>>): Counts => {
  const users = { ...counts.users }
  for (const [status, count] of Object.entries(more)) users[status] = (users[status] ?? 0) + count
  return { ...counts, users }
}
