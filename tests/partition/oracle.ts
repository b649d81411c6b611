/**
 * Who is one account, by what happened in the world alone: a second, sequential statement of the rules that looks at no
 * database. A group of nodes is an account; a node is `wx app person` or `un platform person`.
 */

export interface Node {
  readonly name: string
  /** Number of the step in which it came to the group that it was first in, and that group. */
  readonly since: number
  readonly home: number
}

interface Group {
  readonly id: number
  /** Order of creation: the older group survives. */
  readonly born: number
  readonly nodes: readonly Node[]
  /** Splits that keep it apart from other groups with the same one. */
  readonly barriers: readonly number[]
}

/** A unionid that an identity has shown. */
interface Shown {
  readonly identity: string
  readonly platform: string
  readonly epoch: number
  readonly union: string
}

interface Merge {
  /** Number of the step in which it happened. */
  readonly step: number
  readonly survivor: number
  readonly loser: Group
  readonly survivorNodes: readonly string[]
  readonly barriersGiven: readonly number[]
  readonly split: boolean
}

export interface State {
  readonly groups: readonly Group[]
  readonly shown: readonly Shown[]
  /** The epoch in which each union was first shown. */
  readonly epochs: Readonly<Record<string, number>>
  readonly merges: readonly Merge[]
  readonly born: number
}

export const EMPTY: State = { groups: [], shown: [], epochs: {}, merges: [], born: 0 }

export interface Evidence {
  readonly step: number
  readonly identity: string
  /** With the platform and epoch that the app's binding gives it. */
  readonly union?: { readonly name: string; readonly platform: string; readonly epoch: number } | undefined
}

const groupOf = ({ groups }: State, node: string): Group | undefined =>
  groups.find(({ nodes }) => nodes.some(({ name }) => name === node))

const replace = (state: State, group: Group): State => ({
  ...state,
  groups: state.groups.map((other) => (other.id === group.id ? group : other)),
})

const join = (state: State, group: Group, name: string, step: number): State =>
  replace(state, { ...group, nodes: [...group.nodes, { name, since: step, home: group.id }] })

const platformOf = (union: string): string => union.split(' ')[1] ?? ''

/** Two unions that one person cannot have. */
const clash = ({ epochs }: State, one: string, other: string): boolean =>
  one !== other && platformOf(one) === platformOf(other) && epochs[one] === epochs[other]

const unionsOf = ({ nodes }: Group): readonly string[] =>
  nodes.map(({ name }) => name).filter((name) => name.startsWith('un '))

const clashing = (state: State, unions: readonly string[]): boolean =>
  unions.some((one) => unions.some((other) => clash(state, one, other)))

const apart = (one: Group, other: Group): boolean =>
  one.barriers.some((barrier) => other.barriers.includes(barrier))

/** Two groups become one; the older survives. */
const mergeGroups = (state: State, one: Group, other: Group, step: number): State => {
  const [survivor, loser] = one.born < other.born ? [one, other] : [other, one]
  const barriersGiven = loser.barriers.filter((barrier) => !survivor.barriers.includes(barrier))
  const merged: Group = {
    ...survivor,
    nodes: [...survivor.nodes, ...loser.nodes],
    barriers: [...survivor.barriers, ...barriersGiven],
  }
  const merge: Merge = {
    step,
    survivor: survivor.id,
    loser,
    survivorNodes: survivor.nodes.map(({ name }) => name),
    barriersGiven,
    split: false,
  }
  const groups = state.groups.filter(({ id }) => id !== loser.id)
  return { ...replace({ ...state, groups }, merged), merges: [...state.merges, merge] }
}

const mark = (state: State, identity: string, union: NonNullable<Evidence['union']>): State => {
  const { name, platform, epoch } = union
  const known = state.shown.some(
    (one) => one.identity === identity && one.platform === platform && one.epoch === epoch,
  )
  return known ? state : { ...state, shown: [...state.shown, { identity, platform, epoch, union: name }] }
}

/** A login. */
export const see = (state: State, { step, identity, union }: Evidence): State => {
  const mine = groupOf(state, identity)
  const theirs = union && groupOf(state, union.name)
  if (mine === undefined && theirs === undefined) {
    const id = state.born
    const nodes = [...(union ? [union.name] : []), identity].map((name) => ({ name, since: step, home: id }))
    const group: Group = { id, born: id, nodes, barriers: [] }
    const epochs = union ? { ...state.epochs, [union.name]: union.epoch } : state.epochs
    const created = { ...state, epochs, groups: [...state.groups, group], born: state.born + 1 }
    return union ? mark(created, identity, union) : created
  }
  if (union === undefined) return state
  if (mine === undefined) return theirs ? mark(join(state, theirs, identity, step), identity, union) : state
  if (theirs === undefined) {
    const claimed = { ...state, epochs: { ...state.epochs, [union.name]: union.epoch } }
    if (unionsOf(mine).some((held) => clash(claimed, held, union.name))) return state
    return mark(join(claimed, mine, union.name, step), identity, union)
  }
  if (mine.id === theirs.id) return mark(state, identity, union)
  const unions = [...unionsOf(mine), ...unionsOf(theirs)]
  if (apart(mine, theirs) || clashing(state, unions)) return state
  return mark(mergeGroups(state, mine, theirs, step), identity, union)
}

/** An administrator's merge; undefined where it is refused. */
export const mergeByHand = (state: State, one: string, other: string, step: number): State | undefined => {
  const [mine, theirs] = [groupOf(state, one), groupOf(state, other)]
  if (mine === undefined || theirs === undefined || mine.id === theirs.id || apart(mine, theirs))
    return undefined
  return mergeGroups(state, mine, theirs, step)
}

/** What came after the merge follows what it was shown with, if that is on one side only. */
const sideOfLater = (state: State, start: string, sides: ReadonlyMap<string, string>): string => {
  const seen = new Set([start])
  const met = new Set<string>()
  const open = [start]
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    for (const { identity, union } of state.shown) {
      const next = identity === node ? union : union === node ? identity : undefined
      if (next === undefined || seen.has(next)) continue
      const side = sides.get(next)
      if (side === 'elsewhere') continue
      if (side !== undefined) met.add(side)
      else {
        seen.add(next)
        open.push(next)
      }
    }
  }
  return met.has('loser') && !met.has('survivor') ? 'loser' : 'survivor'
}

/** Takes back the merge of a step; undefined where it is refused. */
export const splitMerge = (state: State, step: number): State | undefined => {
  const merge = state.merges.find((one) => one.step === step && !one.split)
  const survivor = merge && state.groups.find(({ id }) => id === merge.survivor)
  if (merge === undefined || survivor === undefined) return undefined
  const losers = new Set(merge.loser.nodes.map(({ name }) => name))
  const present = new Map(survivor.nodes.map((node) => [node.name, node]))
  const isLater = ({ home, since, name }: Node): boolean =>
    home === survivor.id && since > merge.step && !losers.has(name) && !merge.survivorNodes.includes(name)
  const sides = new Map<string, string>()
  for (const { identity, union } of state.shown) {
    for (const name of [identity, union]) if (!present.has(name)) sides.set(name, 'elsewhere')
  }
  for (const node of survivor.nodes)
    if (!isLater(node)) sides.set(node.name, losers.has(node.name) ? 'loser' : 'survivor')
  const goes = (node: Node): boolean =>
    (sides.get(node.name) ?? sideOfLater(state, node.name, sides)) === 'loser'
  const kept = survivor.barriers.filter((barrier) => !merge.barriersGiven.includes(barrier))
  const stays: Group = {
    ...survivor,
    nodes: survivor.nodes.filter((node) => !goes(node)),
    barriers: [...kept, step],
  }
  const returns: Group = {
    ...merge.loser,
    nodes: survivor.nodes
      .filter(goes)
      .map((node) => (isLater(node) ? { ...node, home: merge.loser.id } : node)),
    barriers: [...merge.loser.barriers, step],
  }
  const merges = state.merges.map((one) => (one === merge ? { ...one, split: true } : one))
  return { ...replace(state, stays), groups: [...replace(state, stays).groups, returns], merges }
}

/** The two may merge again, also after a later split has brought one of them back. */
export const liftBarrier = (state: State, step: number): State => {
  const without = (group: Group): Group => ({
    ...group,
    barriers: group.barriers.filter((barrier) => barrier !== step),
  })
  return {
    ...state,
    groups: state.groups.map(without),
    merges: state.merges.map((merge) => ({ ...merge, loser: without(merge.loser) })),
  }
}

/** The account is deleted, and all that it was is forgotten. */
export const erase = (state: State, node: string): State => {
  const gone = groupOf(state, node)
  if (gone === undefined) return state
  const names = new Set(gone.nodes.map(({ name }) => name))
  return {
    ...state,
    groups: state.groups.filter(({ id }) => id !== gone.id),
    shown: state.shown.filter(({ identity }) => !names.has(identity)),
    merges: state.merges.filter(({ survivor, loser }) => survivor !== gone.id && loser.id !== gone.id),
  }
}

/** The groups as a text that can be compared: names sorted, groups sorted, empty ones left out. */
export const partitionOf = (groups: readonly (readonly string[])[]): string =>
  groups
    .filter((names) => names.length > 0)
    .map((names) => [...names].sort().join(', '))
    .sort()
    .join(' | ')

export const groupsOf = ({ groups }: State): string =>
  partitionOf(groups.map(({ nodes }) => nodes.map(({ name }) => name)))
