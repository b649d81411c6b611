import type { WireReply } from '../service.ts'
import { invalidParam, permissionDenied } from './errors.ts'
import { withOpenid } from './openid.ts'
import { type ClientContext, permitQuery } from './permit.ts'
import type { RequestOf } from './request.ts'
import { isFields } from './values.ts'

/** Stages that read other collections or write: assumption, the platform documents no rule for them. */
const FOREIGN = new Set(['$lookup', '$graphLookup', '$unionWith', '$out', '$merge'])

/**
 * `aggregate()`: "only the first match is compared with the rules" (documentation of the rules, read 2026-11), so the
 * condition of a basic permission goes there too. A `geoNear` must stay first; it has a query of its own.
 */
export async function aggregate(
  context: ClientContext,
  request: RequestOf<'aggregateDocuments'>,
): Promise<WireReply> {
  const { database, collectionName, openid } = context
  const stages = request.stages.map(({ stageKey, stageValue }) => {
    const value = database.decode(stageValue)
    if (FOREIGN.has(stageKey) || namesForeign(value)) throw permissionDenied()
    return { key: stageKey, value }
  })
  const [first, ...rest] = stages
  const nearby = first?.key === '$geoNear' && isFields(first.value) ? first.value : undefined
  const matched = first?.key === '$match' ? first.value : nearby?.['query']
  if (matched !== undefined && !isFields(matched)) throw invalidParam('stages: a match needs an object')
  const query = await permitQuery(context, 'read', withOpenid(matched ?? {}, openid))
  const later = first?.key === '$match' ? rest : stages
  const permitted = nearby
    ? [{ key: '$geoNear', value: { ...nearby, query } }, ...rest]
    : [{ key: '$match', value: query }, ...later]
  return database.ask('aggregateDocuments', {
    collectionName,
    stages: permitted.map(({ key, value }) => ({ stageKey: key, stageValue: database.encode(value) })),
  })
}

function namesForeign(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(namesForeign)
  if (!isFields(value)) return false
  return Object.entries(value).some(([name, inner]) => FOREIGN.has(name) || namesForeign(inner))
}
