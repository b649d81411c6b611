/**
 * The part of wx-server-sdk that the cases use, as wide as it really is: the SDK's own types call half of its replies
 * `void` and leave out what versions 2 to 4 have in common.
 */

export type Fields = Readonly<Record<string, unknown>>

type Build = (...parameters: unknown[]) => unknown

/** A condition or change of one field; conditions can be chained. */
export type Condition = Readonly<
  Record<
    'and' | 'or' | 'eq' | 'neq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin',
    (...values: unknown[]) => Condition
  >
>

type QueryOperator =
  | 'eq'
  | 'neq'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'nin'
  | 'all'
  | 'elemMatch'
  | 'exists'
  | 'size'
  | 'mod'
  | 'geoNear'
  | 'geoWithin'
  | 'geoIntersects'
  | 'and'
  | 'or'
  | 'nor'
  | 'not'

type UpdateOperator =
  | 'set'
  | 'remove'
  | 'inc'
  | 'mul'
  | 'push'
  | 'pull'
  | 'pullAll'
  | 'pop'
  | 'shift'
  | 'unshift'
  | 'addToSet'
  | 'rename'
  | 'bit'
  | 'max'
  | 'min'

type Expression =
  | 'abs'
  | 'add'
  | 'ceil'
  | 'divide'
  | 'exp'
  | 'floor'
  | 'ln'
  | 'log'
  | 'log10'
  | 'mod'
  | 'multiply'
  | 'pow'
  | 'sqrt'
  | 'subtract'
  | 'trunc'
  | 'arrayElemAt'
  | 'arrayToObject'
  | 'concatArrays'
  | 'filter'
  | 'in'
  | 'indexOfArray'
  | 'isArray'
  | 'map'
  | 'range'
  | 'reduce'
  | 'reverseArray'
  | 'size'
  | 'slice'
  | 'zip'
  | 'and'
  | 'not'
  | 'or'
  | 'cmp'
  | 'eq'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'neq'
  | 'cond'
  | 'ifNull'
  | 'switch'
  | 'dateFromParts'
  | 'dateFromString'
  | 'dayOfMonth'
  | 'dayOfWeek'
  | 'dayOfYear'
  | 'isoDayOfWeek'
  | 'isoWeek'
  | 'isoWeekYear'
  | 'millisecond'
  | 'minute'
  | 'month'
  | 'second'
  | 'hour'
  | 'week'
  | 'year'
  | 'literal'
  | 'mergeObjects'
  | 'objectToArray'
  | 'allElementsTrue'
  | 'anyElementTrue'
  | 'setDifference'
  | 'setEquals'
  | 'setIntersection'
  | 'setIsSubset'
  | 'setUnion'
  | 'concat'
  | 'dateToString'
  | 'indexOfBytes'
  | 'indexOfCP'
  | 'split'
  | 'strLenBytes'
  | 'strLenCP'
  | 'strcasecmp'
  | 'substr'
  | 'substrBytes'
  | 'substrCP'
  | 'toLower'
  | 'toUpper'
  | 'addToSet'
  | 'avg'
  | 'first'
  | 'last'
  | 'max'
  | 'min'
  | 'push'
  | 'stdDevPop'
  | 'stdDevSamp'
  | 'sum'
  | 'let'

type Stage =
  | 'addFields'
  | 'bucket'
  | 'bucketAuto'
  | 'count'
  | 'geoNear'
  | 'group'
  | 'limit'
  | 'lookup'
  | 'match'
  | 'project'
  | 'replaceRoot'
  | 'sample'
  | 'skip'
  | 'sort'
  | 'sortByCount'
  | 'unwind'

/** `db.command.aggregate`. */
export type Expressions = Readonly<Record<Expression, Build>> & { readonly pipeline: () => Pipeline }

/** `db.command`. */
export type Command = Readonly<Record<QueryOperator, (...values: unknown[]) => Condition>> &
  Readonly<Record<UpdateOperator | 'expr' | 'jsonSchema', Build>> & {
    readonly aggregate: Expressions
    readonly project: Readonly<Record<'slice' | 'elemMatch', Build>>
  }

/** The stages of a sub-pipeline, ended by `done()`. */
export type Pipeline = Readonly<Record<Stage, (value?: unknown) => Pipeline>> & {
  readonly done: () => unknown
}

export type Aggregation = Readonly<Record<Stage | 'facet', (value?: unknown) => Aggregation>> & {
  readonly end: () => Promise<{ readonly list: readonly Fields[]; readonly errMsg: string }>
}

interface Written {
  readonly stats: Readonly<Record<string, number>>
  readonly errMsg: string
}

export interface Query {
  readonly where: (condition: unknown) => Query
  readonly orderBy: (field: string, direction: string) => Query
  readonly limit: (most: number) => Query
  readonly skip: (offset: number) => Query
  readonly field: (projection: unknown) => Query
  readonly get: () => Promise<{ readonly data: readonly Fields[]; readonly errMsg: string }>
  readonly count: () => Promise<{ readonly total: number; readonly errMsg: string }>
  readonly update: (options: unknown) => Promise<Written>
  readonly remove: (options?: unknown) => Promise<Written>
}

export interface Document {
  readonly field: (projection: unknown) => Document
  readonly get: () => Promise<{ readonly data: Fields; readonly errMsg: string }>
  readonly set: (options?: unknown) => Promise<Written & { readonly _id: unknown }>
  readonly update: (options?: unknown) => Promise<Written>
  readonly remove: () => Promise<Written>
}

export interface Collection extends Query {
  readonly doc: (id: unknown) => Document
  readonly add: (options: unknown) => Promise<{
    readonly _id: unknown
    readonly _ids?: readonly unknown[]
    readonly errMsg: string
  }>
  readonly aggregate: () => Aggregation
}

export interface Transaction {
  readonly collection: (name: string) => Collection
  readonly commit: () => Promise<unknown>
  readonly rollback: (reason?: unknown) => Promise<unknown>
}

export interface Database {
  readonly command: Command
  readonly Geo: Readonly<
    Record<'Point' | 'LineString' | 'Polygon' | 'MultiPoint' | 'MultiLineString' | 'MultiPolygon', Build>
  >
  readonly serverDate: (options?: { readonly offset: number }) => unknown
  readonly RegExp: (options: unknown) => unknown
  readonly collection: (name: string) => Collection
  readonly createCollection: (name: string) => Promise<Fields>
  readonly startTransaction: () => Promise<Transaction>
  readonly runTransaction: (
    run: (transaction: Transaction) => Promise<unknown>,
    times?: number,
  ) => Promise<unknown>
}

type Api = (parameters?: unknown) => Promise<Fields>

/** `cloud.openapi`: groups of APIs, and callable with options for all of them. */
export type OpenApi = Readonly<
  Record<
    'auth' | 'security' | 'phonenumber' | 'wxacode' | 'absent',
    Readonly<Record<string, Api | undefined>>
  >
>

/** `require('wx-server-sdk')`. */
export interface Cloud {
  readonly DYNAMIC_CURRENT_ENV: symbol
  readonly init: (options: unknown) => void
  readonly database: (options?: unknown) => Database
  readonly getWXContext: () => Fields
  readonly callFunction: (options?: unknown) => Promise<Fields>
  readonly uploadFile: (options?: unknown) => Promise<{ readonly fileID: string } & Fields>
  readonly downloadFile: (options?: unknown) => Promise<{ readonly fileContent: Uint8Array } & Fields>
  readonly getTempFileURL: (options?: unknown) => Promise<{ readonly fileList: readonly Fields[] } & Fields>
  readonly deleteFile: (options?: unknown) => Promise<{ readonly fileList: readonly Fields[] } & Fields>
  readonly openapi: OpenApi & ((options: unknown) => OpenApi)
  readonly cloudPay: Readonly<
    Record<'unifiedOrder' | 'queryOrder' | 'closeOrder' | 'refund' | 'queryRefund' | 'downloadBill', Api>
  >
  readonly getOpenData: (options?: unknown) => Promise<{ readonly list: readonly Fields[] } & Fields>
  readonly callOpenAPI: Api
}
