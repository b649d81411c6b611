import { PlatformError } from '../errors.ts'

/** Stands for the tenant's database in E11000 texts, where the platform prints `tnt-` and nine characters. */
const DATABASE_NAME = 'tnt-emulator1'

const CONTACT = 'Please check your request, but if the problem persists, contact us.'

/** A request that the platform refuses before it reaches the database. */
export const invalidParam = (message: string) => new PlatformError('INVALID_PARAM', message)

/** The database refused the request as a whole: a malformed query, update or projection. */
export const requestFailed = (message: string) =>
  new PlatformError('DATABASE_REQUEST_FAILED', `[FailedOperation] ${message}`)

/**
 * An operator, expression or stage that the database does not know. CloudBase documentation, "Error codes",
 * DATABASE_INVALID_OPERRATOR (the platform's spelling): "used a query operator not supported by the database", read 2026-11.
 * Assumption: the text is MongoDB's own behind the same prefix.
 */
export const invalidOperator = (message: string) =>
  new PlatformError('DATABASE_INVALID_OPERRATOR', `[FailedOperation] ${message}`)

/** The database refused to write one document; `message` is MongoDB's own. */
export const writeError = (message: string) =>
  requestFailed(`multiple write errors: [{write errors: [{${message}}]}, {<nil>}]`)

/**
 * E11000 in the platform's wrapping, as public bug reports quote it for inserts. The official list has a code
 * DATABASE_DUPLICATE_WRITE, but deployments with wx-server-sdk 4.0.2 answer DATABASE_REQUEST_FAILED.
 */
export function duplicateKey(
  collection: string,
  index: string,
  values: readonly string[],
  inserting: boolean,
) {
  const keys = values.map((value) => `: ${value}`).join(', ')
  const namespace = `${DATABASE_NAME}.${collection}`
  const message = `E11000 duplicate key error collection: ${namespace} index: ${index} dup key: { ${keys} }`
  return new PlatformError(
    'DATABASE_REQUEST_FAILED',
    `[FailedOperation${inserting ? '.Insert' : ''}] multiple write errors: [{write errors: [{${message}}]}, {<nil>}]`,
  )
}

/** As quoted in public bug reports; `add` creates no collection either. */
export const collectionMissing = (name: string) =>
  new PlatformError(
    'DATABASE_COLLECTION_NOT_EXIST',
    `[ResourceNotFound] Db or Table not exist: ${name}. ${CONTACT}`,
  )

/** As several public repositories quote it, one from a live probe (2026). */
export const collectionExists = () =>
  new PlatformError(
    'DATABASE_COLLECTION_ALREADY_EXIST',
    `[ResourceUnavailable.ResourceExist] Table exist. ${CONTACT}`,
  )

/** As quoted in public bug reports. */
export const transactionConflict = () =>
  new PlatformError(
    'DATABASE_TRANSACTION_CONFLICT',
    `[ResourceUnavailable.TransactionConflict] Transaction is conflict, maybe resource operated by others. ${CONTACT}`,
  )

/** As quoted in public bug reports: ended, killed, timed out or never started. */
export const transactionGone = () =>
  new PlatformError(
    'DATABASE_TRANSACTION_FAIL',
    '[ResourceUnavailable.TransactionNotExist] Transaction does not exist on the server, transaction must be commit ' +
      `or abort in 30 seconds. ${CONTACT}`,
  )

/** Assumption: the code is in the platform's list, the text is ours. */
export const lockTimeout = () =>
  new PlatformError(
    'DATABASE_TIMEOUT',
    `[ResourceUnavailable.Timeout] Waiting for a locked document timed out. ${CONTACT}`,
  )
