import * as v from 'valibot'
import { OneIdError } from '../base/errors.ts'

const WordsSchema = v.object({
  code: v.optional(v.string()),
  errMsg: v.optional(v.string()),
  message: v.optional(v.string()),
})

export const wordsOf = (error: unknown): string => {
  const parsed = v.safeParse(WordsSchema, error)
  if (!parsed.success) return String(error)
  const { code = '', errMsg, message = '' } = parsed.output
  return `${code} ${errMsg ?? message}`
}

/**
 * A duplicate `_id` comes as errCode -502001 with MongoDB's E11000 text, or as DATABASE_DUPLICATE_WRITE, which the
 * SDK turns into -501001; only the words tell (docs.cloudbase.net error-code pages; seen with wx-server-sdk 4.0.2).
 */
const saysDuplicate = (words: string): boolean => /E11000|duplicate key|DUPLICATE_?WRITE/i.test(words)

const saysMissingCollection = (words: string): boolean =>
  /COLLECTION_NOT_EXIST|-502005|Table not exist/i.test(words)

/**
 * Another transaction, or a write beside it, was first. Only commit-time conflicts keep their code in the SDK; those of
 * a read or write inside arrive as -501001 with these words (wx-server-sdk 4.0.2, seen).
 */
const saysConflict = (words: string): boolean =>
  /TRANSACTION_?CONFLICT|WriteConflict|TransactionLock/i.test(words)

/** Somebody else wrote one of the transaction's documents; nothing of it was written. */
export class TransactionConflict extends Error {}

/** Somebody was faster: a document with this `_id` exists already. */
export class DuplicateKey extends Error {}

/** The SDK's errors as ours. The database's own words stay in `cause`, for the log. */
export const translated = (collection: string, error: unknown): Error => {
  const words = wordsOf(error)
  if (saysDuplicate(words)) return new DuplicateKey()
  if (saysConflict(words)) return new TransactionConflict()
  if (saysMissingCollection(words)) return new OneIdError('COLLECTION_MISSING', collection, { cause: error })
  return new OneIdError('DATABASE_UNAVAILABLE', collection, { cause: error })
}
