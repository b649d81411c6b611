/** The characters of base64url in the order in which the database compares text: that of their bytes. */
const CHARACTERS = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'

/** Ids from `from` to before `to`. */
export interface Slice {
  readonly from: string
  readonly to: string
}

/** How many slices there are when `depth` characters behind the prefix tell them apart. */
export const sliceCount = (depth: number): number => CHARACTERS.length ** depth

const start = (prefix: string, depth: number, index: number): string => {
  let digits = ''
  for (let rest = index, at = 0; at < depth; at++, rest = Math.floor(rest / CHARACTERS.length))
    digits = CHARACTERS.charAt(rest % CHARACTERS.length) + digits
  return prefix + digits
}

const behind = (prefix: string): string =>
  prefix.slice(0, -1) + String.fromCharCode(prefix.charCodeAt(prefix.length - 1) + 1)

/**
 * Cuts the ids that begin with a prefix into slices that together hold every one of them once. What follows the prefix is
 * a hash, or chance: so all slices are about as large, and a large collection is counted piece by piece.
 * @param index from 0 to before `sliceCount(depth)`
 */
export const sliceOf = (prefix: string, depth: number, index: number): Slice => ({
  from: index === 0 ? prefix : start(prefix, depth, index),
  to: index + 1 < sliceCount(depth) ? start(prefix, depth, index + 1) : behind(prefix),
})
