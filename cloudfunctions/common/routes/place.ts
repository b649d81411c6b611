import * as v from 'valibot'

const ContextSchema = v.object({
  ENV: v.optional(v.string()),
  CLIENTIP: v.optional(v.string()),
  CLIENTIPV6: v.optional(v.string()),
})

/** Where the call came from and where it arrived, as WeChat Pay wants to know it. */
export interface Place {
  /** The environment that the function runs in. */
  readonly envId: string
  /** Of the person's device. */
  readonly address: string
}

/** WeChat Pay takes the address for its statistics of risk; 127.0.0.1 says that it is not known. */
const UNKNOWN_ADDRESS = '127.0.0.1'

/** @param raw what `cloud.getWXContext()` returned at the start of the invocation */
export const readPlace = (raw: unknown): Place => {
  const parsed = v.safeParse(ContextSchema, raw)
  const { ENV = '', CLIENTIP = '', CLIENTIPV6 = '' } = parsed.success ? parsed.output : {}
  return { envId: ENV, address: [CLIENTIP, CLIENTIPV6].find((ip) => ip !== '') ?? UNKNOWN_ADDRESS }
}
