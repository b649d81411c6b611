import * as v from 'valibot'
import type { Actions, ActionWorld } from './action.ts'
import { databaseOf } from './environments.ts'
import { invalidParameter, Refusal, readFields, tableNotFound } from './errors.ts'
import type { Collection, CollectionIndex } from './state.ts'
import { environmentOf } from './state.ts'

const TABLE = {
  EnvId: v.string(),
  TableName: v.string(),
  MongoConnector: v.strictObject({ DatabaseName: v.string(), InstanceId: v.string() }),
}
const TableSchema = v.strictObject(TABLE)

const IndexSchema = v.strictObject({
  IndexName: v.pipe(v.string(), v.nonEmpty()),
  MgoKeySchema: v.strictObject({
    MgoIsUnique: v.boolean(),
    MgoIndexKeys: v.pipe(
      v.array(v.strictObject({ Name: v.string(), Direction: v.picklist(['1', '-1', '2dsphere']) })),
      v.minLength(1),
    ),
  }),
})

const UpdateSchema = v.strictObject({
  ...TABLE,
  CreateIndexes: v.optional(v.array(IndexSchema), []),
  DropIndexes: v.optional(v.array(v.strictObject({ IndexName: v.string() })), []),
})

/** Every collection has it (docs.cloudbase.net, database indexes, 2026-11). */
const BY_ID: CollectionIndex = { name: '_id_', unique: true, keys: [{ name: '_id', direction: '1' }] }

const placeOf = (world: ActionWorld, fields: v.InferOutput<typeof TableSchema>) => {
  const environment = environmentOf(world.account, fields.EnvId)
  const { DatabaseName, InstanceId } = fields.MongoConnector
  if (DatabaseName !== databaseOf(environment) || InstanceId !== 'flexdb')
    throw invalidParameter('MongoConnector names no database of this environment')
  return environment
}

const find = (world: ActionWorld, fields: v.InferOutput<typeof TableSchema>): Collection => {
  const collection = placeOf(world, fields).collections.get(fields.TableName)
  if (collection === undefined) throw tableNotFound(fields.TableName)
  return collection
}

const dropped = (indexes: readonly CollectionIndex[], name: string): readonly CollectionIndex[] => {
  if (name === BY_ID.name) throw invalidParameter(`${name} cannot be dropped`)
  const left = indexes.filter((index) => index.name !== name)
  if (left.length === indexes.length) throw new Refusal('ResourceNotFound', `index ${name} does not exist`)
  return left
}

const added = (
  indexes: readonly CollectionIndex[],
  { IndexName, MgoKeySchema }: v.InferOutput<typeof IndexSchema>,
): readonly CollectionIndex[] => {
  if (indexes.some(({ name }) => name === IndexName))
    throw new Refusal('ResourceInUse', `index ${IndexName} exists`)
  const keys = MgoKeySchema.MgoIndexKeys.map(({ Name, Direction }) => ({ name: Name, direction: Direction }))
  return [...indexes, { name: IndexName, unique: MgoKeySchema.MgoIsUnique, keys }]
}

/** Actions of tcb.tencentcloudapi.com about collections. Fields: @cloudbase/manager-node 5.6.5, database, 2026-11. */
export const COLLECTION_ACTIONS: Actions = {
  DescribeTable: (body, world) => {
    const { indexes } = find(world, readFields(TableSchema, body))
    return {
      IndexNum: indexes.length,
      Indexes: indexes.map(({ name, unique, keys }) => ({
        Name: name,
        Unique: unique,
        Keys: keys.map((key) => ({ Name: key.name, Direction: key.direction })),
      })),
    }
  },
  CreateTable: (body, world) => {
    const fields = readFields(TableSchema, body)
    const { collections } = placeOf(world, fields)
    const name = fields.TableName
    if (collections.has(name)) throw new Refusal('ResourceInUse', `collection ${name} exists`)
    // What the console calls 仅创建者可读写: what a new collection has (docs.cloudbase.net, basic permissions, 2026-11).
    collections.set(name, { name, indexes: [BY_ID], permission: { tag: 'PRIVATE' } })
    return {}
  },
  UpdateTable: (body, world) => {
    const { CreateIndexes, DropIndexes, ...table } = readFields(UpdateSchema, body)
    const collection = find(world, table)
    const left = DropIndexes.reduce((some, { IndexName }) => dropped(some, IndexName), collection.indexes)
    collection.indexes = CreateIndexes.reduce(added, left)
    return {}
  },
}
