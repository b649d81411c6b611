import * as v from 'valibot'
import type { AppRegistry } from '../base/apps.ts'
import { AppIdSchema, OpenIdSchema, UnionIdSchema } from '../base/ids.ts'
import type { Evidence } from '../identity/evidence.ts'
import { AppAliasSchema, appNamed } from './appNamed.ts'

/** Fits into the 100 KB of text that the HTTP access service takes, and into the seconds of a call. */
export const ROWS_AT_MOST = 500

const RowSchema = v.object({
  /** Alias or appid. */
  app: v.union([AppIdSchema, AppAliasSchema]),
  openid: OpenIdSchema,
  unionid: v.optional(UnionIdSchema),
})
/** One legacy user in one app, as the company knows it. */
export type ImportRow = v.InferOutput<typeof RowSchema>

export const ImportRequestSchema = v.object({
  rows: v.pipe(v.array(RowSchema), v.minLength(1), v.maxLength(ROWS_AT_MOST)),
})

/**
 * The word of the company (route `import`): whoever has the key of an operator says so.
 * @param observedAt milliseconds since 1970
 * @throws OneIdError APP_NOT_REGISTERED
 */
export const importRow = (
  registry: AppRegistry,
  { app: name, openid, unionid }: ImportRow,
  observedAt: number,
): Evidence => {
  const asAppid = v.safeParse(AppIdSchema, name)
  const byAppid = asAppid.success ? registry.find(asAppid.output) : undefined
  const { appid } = byAppid ?? appNamed(registry, name)
  return { appid, openid, ...(unionid !== undefined && { unionid }), route: 'import', observedAt }
}
