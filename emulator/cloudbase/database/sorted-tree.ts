/** Most items of a leaf and children of a branch. */
const WIDTH = 128

interface Leaf<T> {
  readonly items: T[]
  previous: Leaf<T> | undefined
  next: Leaf<T> | undefined
}

interface Branch<T> {
  readonly children: Node<T>[]
  /** By child, an item that is not greater than any in it and greater than all before it. */
  readonly lowest: T[]
}

type Node<T> = Leaf<T> | Branch<T>

/** Where an item lies: negative before what is looked for, 0 in it, positive behind it. Never falls along the order. */
export type Side<T> = (item: T) => number

/**
 * Items in order, as a B+ tree: finding, adding and removing one takes time that grows with the logarithm of their
 * number. Leaves that run empty are dropped, half empty ones are not joined.
 */
export class SortedTree<T> {
  readonly #compare: (a: T, b: T) => number
  #root: Node<T>

  /** @param items in any order, no two of them equal */
  constructor(compare: (a: T, b: T) => number, items: T[] = []) {
    this.#compare = compare
    items.sort(compare)
    const leaves: Leaf<T>[] = []
    // Three quarters full, so that the first items added split nothing.
    for (let start = 0; start < items.length; start += 0.75 * WIDTH) {
      const leaf: Leaf<T> = {
        items: items.slice(start, start + 0.75 * WIDTH),
        previous: leaves.at(-1),
        next: undefined,
      }
      if (leaf.previous !== undefined) leaf.previous.next = leaf
      leaves.push(leaf)
    }
    this.#root = raise(leaves)
  }

  /** The item that equals this one. */
  get(item: T): T | undefined {
    for (const found of this.ascending((other) => this.#compare(other, item))) return found
    return undefined
  }

  /** Adds an item that no other equals. */
  add(item: T): void {
    const split = this.#add(this.#root, item)
    if (split === undefined) return
    this.#root = { children: [this.#root, split], lowest: [lowestOf(this.#root), lowestOf(split)] }
  }

  remove(item: T): void {
    this.#remove(this.#root, item)
    while ('children' in this.#root && this.#root.children.length === 1) {
      this.#root = this.#root.children[0] ?? this.#root
    }
  }

  /** The items on side 0, lowest first. The tree must not change meanwhile. */
  *ascending(side: Side<T>): Generator<T> {
    let leaf: Leaf<T> | undefined = this.#leaf((item) => side(item) < 0)
    let from = firstWhere(leaf.items, (item) => side(item) >= 0)
    for (; leaf !== undefined; leaf = leaf.next, from = 0) {
      for (let at = from; at < leaf.items.length; at += 1) {
        const item = leaf.items[at]
        if (item === undefined || side(item) > 0) return
        yield item
      }
    }
  }

  /** The items on side 0, greatest first. The tree must not change meanwhile. */
  *descending(side: Side<T>): Generator<T> {
    let leaf: Leaf<T> | undefined = this.#leaf((item) => side(item) <= 0)
    let end = firstWhere(leaf.items, (item) => side(item) > 0)
    for (; leaf !== undefined; leaf = leaf.previous, end = leaf?.items.length ?? 0) {
      for (let at = end - 1; at >= 0; at -= 1) {
        const item = leaf.items[at]
        if (item === undefined || side(item) < 0) return
        yield item
      }
    }
  }

  /** The last leaf whose lowest item is still wanted: `isBefore` holds up to some item and then no longer. */
  #leaf(isBefore: (item: T) => boolean): Leaf<T> {
    let node = this.#root
    while ('children' in node) {
      const at = Math.max(0, firstWhere(node.lowest, (item) => !isBefore(item)) - 1)
      const child: Node<T> | undefined = node.children[at]
      if (child === undefined) throw new Error('an empty branch')
      node = child
    }
    return node
  }

  #childFor(branch: Branch<T>, item: T): number {
    return Math.max(0, firstWhere(branch.lowest, (lowest) => this.#compare(lowest, item) > 0) - 1)
  }

  /** @returns a new neighbour to the right, if the node had to be split */
  #add(node: Node<T>, item: T): Node<T> | undefined {
    if ('items' in node) {
      const at = firstWhere(node.items, (other) => this.#compare(other, item) > 0)
      node.items.splice(at, 0, item)
      return node.items.length > WIDTH ? splitLeaf(node) : undefined
    }
    const at = this.#childFor(node, item)
    const child = node.children[at]
    const split = child && this.#add(child, item)
    if (at === 0 && this.#compare(item, lowestOf(node)) < 0) node.lowest[0] = item
    if (split === undefined) return undefined
    node.children.splice(at + 1, 0, split)
    node.lowest.splice(at + 1, 0, lowestOf(split))
    if (node.children.length <= WIDTH) return undefined
    return { children: node.children.splice(WIDTH / 2), lowest: node.lowest.splice(WIDTH / 2) }
  }

  /** @returns whether the node is empty now */
  #remove(node: Node<T>, item: T): boolean {
    if ('items' in node) {
      const at = firstWhere(node.items, (other) => this.#compare(other, item) >= 0)
      const found = node.items[at]
      if (found !== undefined && this.#compare(found, item) === 0) node.items.splice(at, 1)
      if (node.items.length > 0 || node === this.#root) return false
      if (node.previous !== undefined) node.previous.next = node.next
      if (node.next !== undefined) node.next.previous = node.previous
      return true
    }
    const at = this.#childFor(node, item)
    const child = node.children[at]
    if (child === undefined || !this.#remove(child, item)) return false
    // The root keeps its last leaf: an empty tree is one empty leaf.
    if (node === this.#root && node.children.length === 1) {
      this.#root = { items: [], previous: undefined, next: undefined }
      return false
    }
    node.children.splice(at, 1)
    node.lowest.splice(at, 1)
    return node.children.length === 0
  }
}

function splitLeaf<T>(leaf: Leaf<T>): Leaf<T> {
  const right: Leaf<T> = { items: leaf.items.splice(WIDTH / 2), previous: leaf, next: leaf.next }
  if (right.next !== undefined) right.next.previous = right
  leaf.next = right
  return right
}

/** Branches above finished nodes, up to one root. */
function raise<T>(nodes: readonly Node<T>[]): Node<T> {
  const [only] = nodes
  if (only === undefined) return { items: [], previous: undefined, next: undefined }
  if (nodes.length === 1) return only
  const branches: Branch<T>[] = []
  for (let start = 0; start < nodes.length; start += WIDTH / 2) {
    const children = nodes.slice(start, start + WIDTH / 2)
    branches.push({ children, lowest: children.map(lowestOf) })
  }
  return raise(branches)
}

function lowestOf<T>(node: Node<T>): T {
  const item = 'items' in node ? node.items[0] : node.lowest[0]
  if (item === undefined) throw new Error('an empty node')
  return item
}

/** Position of the first item for which the test holds, by halving: it holds for all behind it, too. */
function firstWhere<T>(items: readonly T[], test: (item: T) => boolean): number {
  let [low, high] = [0, items.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const item = items[middle]
    if (item !== undefined && test(item)) high = middle
    else low = middle + 1
  }
  return low
}
