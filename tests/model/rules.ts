/**
 * What protects something. A world may go `without` some of them; model.test.ts shows for each that the exploration
 * then finds a bad end.
 */
export const RULES = [
  /** Identity and union must name the same user; a disagreement is looked into. */
  'keys must agree',
  /** A union is inserted, never overwritten. */
  'unions are claimed',
  /** A pointer at a tombstone or at a deleted user is put right before anything is decided. */
  'pointers are healed',
  /** A mark is written only into the identity as it was read. */
  'marks compare',
  /** An identity that has proved another unionid in the same binding stays what it is. */
  'one unionid per identity and binding',
  /** What both users hold is looked at before a claim or a merge. */
  'holdings are compared',
  /** The merge transaction writes the union that proves it. */
  'the merge writes the union',
  /** The merge transaction finds both users as they were decided upon. */
  'versions are compared',
  /** The older account survives, whoever asks. */
  'the older survives',
  /** Loser's documents are moved once more when all calls in flight have ended. */
  'late re-pointing',
  /** The late pass counts from the first complete pass, not from the commit. Only a split needs it. */
  'late counts from the first pass',
  /** A later merge leaves the stamp as it is. */
  'the first stamp stays',
  /** A split leaves a barrier. */
  'barriers',
  /** The split's documents are moved back once more when all calls in flight have ended. */
  'late moving back',
  /** The erasure is repeated when all calls in flight have ended. */
  'late erasure',
  /** Jobs move documents to whom the survivor has become, not to a survivor that is a tombstone by now. */
  'jobs follow aliases',
  /** A user holds its unions as a field, so that claims and merges compare it and set it at once. */
  'users hold their unions',
  /** While a split moves documents, neither of its users is merged, split or deleted, or claims a union. */
  'splits finish first',
  /** An erasure takes the documents of the tombstones, too. */
  'erasure follows aliases',
  /** What has gone back to the loser already draws what proves it. */
  'newcomers follow what went back',
  /** A late pass of a split that still found something to move is not the last: somebody may have read it before. */
  'a split ends with an empty pass',
  /** `firstSeen` is the time of the read that the insert relies on, not of the evidence. */
  'first seen when read',
] as const

export type Rule = (typeof RULES)[number]
