import type { CallRecord, RequestRecord } from '../cloudbase/calls.ts'
import type { World } from '../wechat/world.ts'
import { errorWords } from './errorWords.ts'

const requestWords = ({ action, collection, index, examined, error }: RequestRecord): string => {
  const name = action.slice(action.indexOf('.') + 1)
  const by = index === undefined ? '' : index === null ? ` scan of ${examined ?? '?'}` : ` by ${index}`
  return `${name}${collection === undefined ? '' : ` ${collection}`}${by}${error === undefined ? '' : ` ${error}`}`
}

const callerWords = (record: CallRecord, world: World): string => {
  const { appid, openid, source } = record.caller
  const who = appid === undefined || openid === undefined ? undefined : world.whoIs(appid, openid)
  return who === undefined ? source || 'nobody' : `${who.person.id} in ${who.app.alias}`
}

/**
 * One line for one call: `login · alice in shop · 5 ms · 1 request: getDocument identities by _id_`. Cold starts and
 * errors are named.
 */
export const callLine = (record: CallRecord, world: World): string => {
  const { requests, error, cold } = record
  const time = `${Math.round(record.ms)} ms${cold ? ' cold' : ''}`
  const count = `${requests.length} request${requests.length === 1 ? '' : 's'}`
  const asked = requests.length === 0 ? count : `${count}: ${requests.map(requestWords).join(', ')}`
  const failed = errorWords(record.function, error ?? '')
  return [record.function, callerWords(record, world), time, asked, ...(failed ? [failed] : [])].join(' · ')
}

/** A timer's run that went well, logged nothing and started nothing says nothing that anybody wants to read each minute. */
export const isWorthALine = ({ caller, cold, error, logs }: CallRecord): boolean =>
  caller.source !== 'wx_trigger' || cold || error !== undefined || logs.length > 0
