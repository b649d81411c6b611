import type { glassEasel } from 'glass-easel-miniprogram-adapter'

/** Adds or takes away classes of whoever wrote the tag; `names` as in WXML, separated by blanks. */
export function toggleOwnerClass(
  node: glassEasel.GeneralComponent,
  names: string,
  on: boolean,
  segment: number,
): void {
  for (const name of names.split(/\s+/)) if (name !== '') node.toggleNodeClass(name, on, segment)
}

/**
 * What a class of whoever wrote the tag does to a text: of the asked CSS properties those that it changes, computed. For
 * what cannot carry a class, as a placeholder; a theme that changes later is not followed.
 * @param segment where glass-easel keeps the class meanwhile
 */
export function styleOfClass(
  node: glassEasel.GeneralComponent,
  className: string,
  names: readonly string[],
  segment: number,
): ReadonlyMap<string, string> {
  const host: unknown = node.getBackendElement()
  if (!(host instanceof HTMLElement) || className === '') return new Map()
  // glass-easel knows the scope that the names get.
  const plain = new Set(host.classList)
  toggleOwnerClass(node, className, true, segment)
  const scoped = [...host.classList].filter((each) => !plain.has(each))
  toggleOwnerClass(node, className, false, segment)

  const [without, having] = [document.createElement('span'), document.createElement('span')]
  having.classList.add(...scoped)
  host.append(without, having)
  const [usual, changed] = [getComputedStyle(without), getComputedStyle(having)]
  const found = names.flatMap((name): [string, string][] => {
    const value = changed.getPropertyValue(name)
    return value === usual.getPropertyValue(name) ? [] : [[name, value]]
  })
  without.remove()
  having.remove()
  return new Map(found)
}
