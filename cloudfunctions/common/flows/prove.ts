import { bindingAt } from '../base/apps.ts'
import { OneIdError } from '../base/errors.ts'
import { MINUTE_MS } from '../base/time.ts'
import { provedIn } from '../identity/facts.ts'
import { cloudId } from '../routes/cloudId.ts'
import { code2session } from '../routes/code2session.ts'
import type { LoginFields } from '../routes/loginRequest.ts'
import { openData } from '../routes/openData.ts'
import type { Proof } from '../routes/proof.ts'
import { useOnce } from '../store/ephemeral.ts'
import { readKeys } from '../store/identities.ts'
import type { CloudDatabase } from '../store/requests.ts'
import type { Session } from '../wechat/code2Session.ts'
import { exchangeCode } from '../wechat/code2Session.ts'
import type { Fetch } from '../wechat/weChatApi.ts'
import type { SecretOf } from './appSecret.ts'
import { secretFor } from './appSecret.ts'

/** Ways out of the house that a login may need. */
export interface LoginDoors {
  readonly db: CloudDatabase
  readonly fetch: Fetch
  readonly secretOf: SecretOf
}

/** What a client gave beside its call. */
export interface Given {
  /** What `cloud.getWXContext()` returned. */
  readonly context: unknown
  /** The event as it came: WeChat fills CloudIDs in there. */
  readonly event: unknown
  readonly request: LoginFields
}

/** Longer than open data is accepted, in both directions: after that its age refuses it. */
const REPLAY_KEPT_MS = 15 * MINUTE_MS

const isKnown = async (db: CloudDatabase, { evidence, app }: Proof): Promise<boolean> => {
  const binding = bindingAt(app, evidence.observedAt)
  const { identity } = await readKeys(db, evidence, binding)
  return binding !== undefined && provedIn(identity?.unions ?? [], binding) !== undefined
}

const exchange = ({ fetch, secretOf }: LoginDoors, { app }: Proof, code: string): Promise<Session> =>
  exchangeCode({ appid: app.appid, secret: secretFor(app, secretOf), code, fetch })

/** Open data that is right, the first time that it comes. 1 request. @throws as openData, and OPEN_DATA_REPLAYED */
export const openOnce = async (db: CloudDatabase, given: Parameters<typeof openData>[0]): Promise<Proof> => {
  const opened = openData(given)
  const mark = await useOnce(db, 'open-data', opened.replayMark, given.now + REPLAY_KEPT_MS)
  if (mark === 'again') throw new OneIdError('OPEN_DATA_REPLAYED', `app ${given.base.app.alias}`)
  return opened.proof
}

/** One exchange per code: what it brings decides whether the encrypted data has to be opened at all. */
const proveByCode = async (
  doors: LoginDoors,
  base: Proof,
  { code, encryptedData, iv, rawData, signature }: LoginFields & { readonly code: string },
): Promise<Proof> => {
  const session = await exchange(doors, base, code)
  const exchanged = code2session(base, session)
  if (exchanged.evidence.unionid !== undefined || encryptedData === undefined || iv === undefined)
    return exchanged
  const now = base.evidence.observedAt
  return openOnce(doors.db, { base, session, encryptedData, iv, rawData, signature, now })
}

/**
 * Adds a unionid to what the context proved, by the cheapest of the given ways that suffices: what is stored already
 * (1 request), a CloudID (nothing), the code (a call of WeChat), encrypted data (the same call, and 1 request).
 * Whatever is looked at must be right; what is not needed is not looked at.
 * @throws OneIdError those of the routes, SECRET_MISSING, OPEN_DATA_REPLAYED
 */
export const prove = async (
  doors: LoginDoors,
  base: Proof,
  { context, event, request }: Given,
): Promise<Proof> => {
  const { evidence, app } = base
  const { openData: field, code } = request
  const isBound = bindingAt(app, evidence.observedAt) !== undefined
  if (evidence.unionid !== undefined || !isBound || (field === undefined && code === undefined)) return base
  if (await isKnown(doors.db, base)) return base
  if (field !== undefined) {
    const vouched = cloudId({ base, raw: context, event, field: 'openData', now: evidence.observedAt })
    if (vouched.evidence.unionid !== undefined) return vouched
  }
  return code === undefined ? base : proveByCode(doors, base, { ...request, code })
}
