import * as v from 'valibot'

const ContextSchema = v.object({ OPEN_DATA_INFO: v.string() })

const InfoSchema = v.pipe(v.string(), v.parseJson(), v.object({ keys: v.array(v.string()) }))

/**
 * The fields of the event that WeChat itself filled in from CloudIDs: OPEN_DATA_INFO of the context is the JSON text
 * `{"keys":[...]}`, and may be empty (Cloud.getWXContext reference, 2026-11). What is not readable vouches for nothing.
 * @param raw what `cloud.getWXContext()` returned at the start of the invocation
 */
export const fieldsFilledByWeChat = (raw: unknown): ReadonlySet<string> => {
  const context = v.safeParse(ContextSchema, raw)
  const info = v.safeParse(InfoSchema, context.success ? context.output.OPEN_DATA_INFO : undefined)
  return new Set(info.success ? info.output.keys : [])
}
