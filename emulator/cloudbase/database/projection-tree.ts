import { checkName } from './ejson.ts'
import { requestFailed } from './errors.ts'
import type { Evaluate, Frame } from './expressions/scope.ts'
import { isFields } from './values.ts'

/** What becomes of one field. */
export type Leaf =
  | { readonly kind: 'include' | 'exclude' }
  /** A value of its own, behind the fields of the document, or in the place of one that is kept. */
  | { readonly kind: 'compute'; readonly evaluate: Evaluate }
  /** The field's value changed; undefined drops it. If `shows`, what is not named goes, as beside an inclusion. */
  | { readonly kind: 'change'; readonly change: (value: unknown) => unknown; readonly shows: boolean }

/** What becomes of the fields of a document, by name. */
export interface Tree {
  readonly kind: 'tree'
  readonly children: Map<string, Leaf | Tree>
  /** Whether something in it is computed: then a value that is no document gives way to one. */
  computes: boolean
}

export const createTree = (): Tree => ({ kind: 'tree', children: new Map(), computes: false })

/** Plants a leaf at a path; two on one path, or one below another, are refused. */
export function plant(tree: Tree, path: string, leaf: Leaf): void {
  checkName(path)
  const segments = path.split('.')
  const last = segments.pop() ?? ''
  let at = tree
  const reached: Tree[] = [tree]
  for (const segment of segments) {
    const below = at.children.get(segment) ?? createTree()
    if (below.kind !== 'tree') throw requestFailed(`Path collision at ${path}`)
    at.children.set(segment, below)
    at = below
    reached.push(at)
  }
  if (last === '' || segments.includes(''))
    throw requestFailed('FieldPath field names may not be empty strings.')
  if (at.children.has(last)) throw requestFailed(`Path collision at ${path}`)
  at.children.set(last, leaf)
  if (leaf.kind === 'compute') for (const one of reached) one.computes = true
}

/**
 * The document with the tree applied: its fields in their own order, then the computed ones in that of the tree
 * (MongoDB 4.x; the manual promises no order).
 *
 * @param keep what the tree does not name stays
 */
export function applyTree(
  document: object,
  tree: Tree,
  keep: boolean,
  frame: Frame,
): Record<string, unknown> {
  const result: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(document)) {
    const node = tree.children.get(name)
    const shown = node === undefined ? (keep ? value : undefined) : inPlace(value, node, keep, frame)
    if (shown !== undefined) result[name] = shown
  }
  if (!tree.computes) return result
  for (const [name, node] of tree.children) {
    if (Object.hasOwn(document, name) && (keep || node.kind !== 'compute')) continue
    const added =
      node.kind === 'compute'
        ? node.evaluate(frame)
        : node.kind === 'tree' && node.computes
          ? applyTree({}, node, keep, frame)
          : undefined
    if (added !== undefined) result[name] = added
  }
  return result
}

function inPlace(value: unknown, node: Leaf | Tree, keep: boolean, frame: Frame): unknown {
  switch (node.kind) {
    case 'include':
      return value
    case 'exclude':
      return undefined
    case 'change':
      return node.change(value)
    case 'compute':
      return keep ? node.evaluate(frame) : undefined
    case 'tree':
      return below(value, node, keep, frame)
  }
}

/** In an array the tree applies to every document; other elements stay only if what is not named stays. */
function below(value: unknown, tree: Tree, keep: boolean, frame: Frame): unknown {
  if (Array.isArray(value)) {
    return value
      .map((element) => below(element, tree, keep, frame))
      .filter((element) => element !== undefined)
  }
  if (isFields(value)) return applyTree(value, tree, keep, frame)
  if (tree.computes) return applyTree({}, tree, keep, frame)
  return keep ? value : undefined
}
