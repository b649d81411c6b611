import { EJSON } from 'bson'
import * as v from 'valibot'
import type { CollectionDefinition } from '../../emulator/cloudbase/database/index.ts'
import type { Service, WireBody } from '../../emulator/cloudbase/service.ts'
import { type Change, COLLECTION, groupOf, type Operation } from './workload.ts'

/** The parts of a database that a workload uses. */
export interface Client {
  readonly service: Service
  readonly applySchema: (collections: readonly CollectionDefinition[]) => void
}

/** Carries out an operation with the requests that wx-server-sdk makes; done when the database has answered. */
export async function perform({ service, applySchema }: Client, operation: Operation): Promise<void> {
  const ask = async (action: string, body: WireBody) =>
    service.actions[action]?.(
      { collectionName: COLLECTION, ...body },
      { parts: {}, source: '', call: undefined, note: () => {} },
    )
  const change = (one: Change, within: WireBody) => {
    const { action, ...body } = requestOf(one)
    return ask(action, { ...body, ...within })
  }
  switch (operation.do) {
    case 'transaction': {
      const reply = await ask('startTransaction', {})
      const { transactionId } = v.parse(StartedSchema, reply)
      for (const one of operation.changes) await change(one, { transactionId })
      await ask(operation.commit ? 'commitTransaction' : 'abortTransaction', { transactionId })
      return
    }
    case 'one':
      await change(operation.change, {})
      return
    case 'insert several':
      await ask('insertDocument', { data: operation.changes.map(documentOf) })
      return
    case 'increment group':
      await ask('modifyDocument', {
        query: groupQuery(operation.group),
        multi: true,
        merge: true,
        data: INCREMENT,
      })
      return
    case 'remove group':
      await ask('removeDocument', { query: groupQuery(operation.group), multi: true })
      return
    case 'create collection':
      await ask('addCollection', { collectionName: operation.name })
      return
    case 'create index': {
      const keys = [{ field: operation.field, direction: 1 as const }]
      applySchema([{ name: COLLECTION, indexes: [{ name: operation.field, keys }] }])
    }
  }
}

const StartedSchema = v.object({ transactionId: v.string() })

const INCREMENT = EJSON.stringify({ $inc: { n: 1 } })

const groupQuery = (group: number) => EJSON.stringify({ n: { $mod: [10, groupOf(group)] } })

const documentOf = ({ id, n, text }: { readonly id: string; readonly n: number; readonly text: string }) =>
  EJSON.stringify({ _id: id, n, text })

function requestOf(change: Change): WireBody & { readonly action: string } {
  const target = { query: EJSON.stringify({ _id: change.id }), queryType: 'DOC' }
  switch (change.do) {
    case 'insert':
      return { action: 'insertDocument', data: [documentOf(change)] }
    case 'set': {
      const data = EJSON.stringify({ n: change.n, text: change.text })
      return { action: 'modifyDocument', ...target, merge: false, upsert: true, data }
    }
    case 'increment':
      return { action: 'modifyDocument', ...target, merge: true, data: INCREMENT }
    case 'remove':
      return { action: 'removeDocument', ...target }
  }
}
