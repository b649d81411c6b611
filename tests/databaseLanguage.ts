import cloud from 'wx-server-sdk'

type Names<Name extends string, Result> = Readonly<Record<Name, (...operands: unknown[]) => Result>>

/** A condition of `db.command`, which more can be joined to. */
type Condition = Names<'and' | 'or', unknown>

type ConditionName =
  | 'eq'
  | 'neq'
  | 'gt'
  | 'gte'
  | 'lt'
  | 'lte'
  | 'in'
  | 'nin'
  | 'and'
  | 'or'
  | 'nor'
  | 'not'
  | 'exists'
  | 'mod'
  | 'all'
  | 'elemMatch'
  | 'size'
  | 'expr'
  | 'jsonSchema'
  | 'geoNear'
  | 'geoWithin'
  | 'geoIntersects'

type ChangeName =
  | 'set'
  | 'remove'
  | 'inc'
  | 'mul'
  | 'min'
  | 'max'
  | 'rename'
  | 'bit'
  | 'push'
  | 'pop'
  | 'shift'
  | 'unshift'
  | 'addToSet'
  | 'pull'
  | 'pullAll'

type ExpressionName =
  | (
      | 'add'
      | 'and'
      | 'arrayElemAt'
      | 'avg'
      | 'concat'
      | 'cond'
      | 'dateToString'
      | 'divide'
      | 'eq'
      | 'filter'
      | 'gt'
    )
  | ('indexOfCP' | 'isoWeek' | 'let' | 'lt' | 'map' | 'max' | 'multiply' | 'neq' | 'objectToArray' | 'push')
  | ('reduce' | 'setUnion' | 'substr' | 'sum' | 'toLower' | 'toUpper')

type StageName =
  | (
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
    )
  | ('replaceRoot' | 'sample' | 'skip' | 'sort' | 'sortByCount' | 'unwind')

interface Stages extends Names<StageName, Stages> {
  readonly done: () => unknown
  readonly end: () => Promise<{ readonly list: readonly unknown[] }>
}

export interface Command extends Names<ConditionName, Condition>, Names<ChangeName, unknown> {
  readonly aggregate: Names<ExpressionName, unknown> & { readonly pipeline: () => Stages }
  readonly project: Names<'slice' | 'elemMatch', unknown>
}

interface Found extends Names<'where' | 'orderBy' | 'field' | 'limit', Found> {
  readonly get: () => Promise<{ readonly data: readonly unknown[] }>
}

interface Collection extends Found {
  readonly add: (options: { data: unknown }) => Promise<unknown>
  readonly doc: (id: string) => {
    readonly get: () => Promise<{ readonly data: unknown }>
    readonly update: (options: { data: unknown }) => Promise<unknown>
  }
  readonly aggregate: () => Stages
}

interface Database {
  readonly command: Command
  readonly Geo: Names<'Point' | 'LineString' | 'Polygon', unknown>
  readonly RegExp: (options: { regexp: string; options?: string }) => unknown
  readonly collection: (name: string) => Collection
}

/** The type declarations of wx-server-sdk 4.0.2 know a part of its operators only. */
const isDatabase = (database: unknown): database is Database =>
  typeof database === 'object' && database !== null && 'command' in database && 'Geo' in database

/** `cloud.database()` with all that it has. */
export const db = (): Database => {
  const database: unknown = cloud.database()
  if (!isDatabase(database)) throw new Error('cloud.database() is not what it was in wx-server-sdk 4.0.2')
  return database
}

/** What the tests of the language ask about: lists, an empty one, a null and a missing field among them. */
export const BOOKS = [
  {
    _id: 'b1',
    category: 'Novel',
    title: 'A',
    price: 20,
    tags: ['x', 'y'],
    pages: { cn: 100, en: 120 },
    sold: 5,
  },
  { _id: 'b2', category: 'Novel', title: 'B', price: 50, tags: ['y'], pages: { cn: 300, en: 310 }, sold: 0 },
  { _id: 'b3', category: 'Science', title: 'C', price: 80, tags: ['x', 'z'], pages: { cn: 500, en: 450 } },
  { _id: 'b4', category: 'Science', title: 'D', price: 30, tags: [], pages: { cn: 50, en: 60 }, sold: null },
]
