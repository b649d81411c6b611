import { numberOf } from './bson-types.ts'
import { requestFailed } from './errors.ts'
import type { Frame, Scope } from './expressions/scope.ts'
import { applyTree, createTree, type Leaf, plant, type Tree } from './projection-tree.ts'
import { type Fields, isFields } from './values.ts'

/** Shows a document; the frame holds the variables of the pipeline. */
export type Show = (document: Fields, frame: Frame) => Fields

/** What the operators of a query's projection do: `$slice`, `$elemMatch`; undefined for what is none. */
export type LeafOf = (path: string, value: unknown) => Leaf | undefined

/** 1 and true, or 0 and false. */
function flagOf(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value
  const number = numberOf(value)
  return number === undefined ? undefined : number !== 0
}

/**
 * Compiles a projection (MongoDB manual, "$project" and "Project Fields to Return from Query"): of fields to show, of
 * fields to leave out, or of expressions.
 *
 * @param leafOf tried first, for what only a query's projection knows
 */
export function compileProjection(projection: Fields, scope: Scope, leafOf: LeafOf = () => undefined): Show {
  const tree = createTree()
  const leaves: Leaf[] = []
  let id: boolean | undefined
  const add = (path: string, value: unknown) => {
    const special = leafOf(path, value)
    const flag = flagOf(value)
    if (special !== undefined) plantAt(path.replace(/\.\$$/, ''), special)
    else if (path === '_id' && flag !== undefined) id = flag
    else if (flag !== undefined) plantAt(path, { kind: flag ? 'include' : 'exclude' })
    else if (isFields(value) && !isOperator(value)) addNested(path, value)
    else plantAt(path, { kind: 'compute', evaluate: scope.compile(value, scope) })
  }
  const addNested = (path: string, fields: Fields) => {
    const entries = Object.entries(fields)
    if (entries.length === 0)
      throw requestFailed(`an empty object is not a valid value. Found empty object at path ${path}`)
    for (const [name, value] of entries) add(`${path}.${name}`, value)
  }
  let excluded = ''
  const plantAt = (path: string, leaf: Leaf) => {
    leaves.push(leaf)
    if (leaf.kind === 'exclude') excluded = path
    plant(tree, path, leaf)
  }
  for (const [path, value] of Object.entries(projection)) add(path, value)

  const excludes = leaves.some(({ kind }) => kind === 'exclude')
  const shows = leaves.some(({ kind }) => kind === 'include' || kind === 'compute')
  if (shows && excludes) {
    // The words of MongoDB 4.4, for a query and for $project alike.
    throw requestFailed(`Cannot do exclusion on field ${excluded} in inclusion projection`)
  }
  const picks = shows || leaves.some((leaf) => leaf.kind === 'change' && leaf.shows)
  const keep = excludes || (!picks && (leaves.length > 0 || id === false))
  if (!tree.children.has('_id')) showId(tree, id ?? true)
  return (document, frame) => {
    frame[0] = document
    return applyTree(document, tree, keep, frame)
  }
}

function showId(tree: Tree, shown: boolean): void {
  plant(tree, '_id', { kind: shown ? 'include' : 'exclude' })
}

const isOperator = (value: Fields) => Object.keys(value).some((name) => name.startsWith('$'))

/** Compiles `$addFields`: every field stays, the named ones get new values. */
export function compileAddFields(fields: Fields, scope: Scope): Show {
  const tree = createTree()
  const add = (path: string, value: unknown) => {
    if (isFields(value) && !isOperator(value) && Object.keys(value).length > 0) {
      for (const [name, inner] of Object.entries(value)) add(`${path}.${name}`, inner)
    } else plant(tree, path, { kind: 'compute', evaluate: scope.compile(value, scope) })
  }
  for (const [path, value] of Object.entries(fields)) add(path, value)
  return (document, frame) => {
    frame[0] = document
    return applyTree(document, tree, true, frame)
  }
}
