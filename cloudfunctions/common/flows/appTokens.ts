import type { App } from '../base/apps.ts'
import type { ErrorCode } from '../base/errors.ts'
import { OneIdError } from '../base/errors.ts'
import { Secret } from '../base/secret.ts'
import { MINUTE_MS } from '../base/time.ts'
import type { AppTokenDocument } from '../store/appTokens.ts'
import {
  appTokenId,
  leaseAppToken,
  readAppToken,
  rejectAppToken,
  releaseAppToken,
  writeAppToken,
} from '../store/appTokens.ts'
import type { Sealing } from '../store/sealing.ts'
import { fetchStableToken } from '../wechat/accessToken.ts'
import type { Fetch } from '../wechat/weChatApi.ts'
import type { SecretOf } from './appSecret.ts'
import { secretFor } from './appSecret.ts'
import type { Ports } from './ports.ts'

/** Ways out that a token needs. */
export interface TokenDoors {
  readonly ports: Ports
  readonly sealing: Sealing
  readonly fetch: Fetch
  readonly secretOf: SecretOf
}

/** Asks WeChat something in the name of an app. */
export type WithToken = <Reply>(app: App, ask: (token: Secret<string>) => Promise<Reply>) => Promise<Reply>

/**
 * WeChat gives the same token until five minutes before its end, and lets the old one work for five minutes beside the
 * new one (page "Get stable access token", 2026-11).
 */
const RENEWAL_MS = 5 * MINUTE_MS

/** Longer than one call of WeChat takes. */
const LEASE_MS = 10_000

/** How long somebody without any token waits for the one who is asking. */
const WAIT_MS = 250
const WAITS_AT_MOST = 60

const isGood = ({ sealed, expires }: AppTokenDocument, now: number): boolean => sealed !== '' && expires > now

/** Holding the lease. Whoever fails gives it back, so that the next need not wait for its end. */
const renew = async (
  { ports, sealing, fetch, secretOf }: TokenDoors,
  app: App,
  id: string,
  old: AppTokenDocument | undefined,
): Promise<AppTokenDocument> => {
  const { db, clock, random } = ports
  try {
    const now = clock()
    const { token, lifetimeMs } = await fetchStableToken({
      appid: app.appid,
      secret: secretFor(app, secretOf),
      fetch,
    })
    const expires = now + lifetimeMs
    const sealed = sealing.seal(token.reveal(), id, random)
    const written = { sealed, renewAt: expires - RENEWAL_MS, expires }
    await writeAppToken(db, id, written)
    return { _id: id, kind: 'app-token', leaseUntil: 0, ...written }
  } catch (error) {
    await releaseAppToken(db, id)
    // In its last minutes the old one still works, and WeChat may answer the next who asks.
    if (old !== undefined) return old
    throw error
  }
}

/**
 * The access token of an app (`stable_token`), kept sealed for all instances: whoever finds it near its end takes a
 * lease and asks for the next, while the others go on with the old one. One request to the database, 3 more when it is
 * renewed.
 */
const tokenOf = async (doors: TokenDoors, app: App): Promise<AppTokenDocument> => {
  const { db, clock, pause } = doors.ports
  const id = appTokenId(app.appid)
  for (let waited = 0; waited < WAITS_AT_MOST; waited++) {
    const known = await readAppToken(db, id)
    const now = clock()
    if (known !== undefined && isGood(known, now) && known.renewAt > now) return known
    const isFree = known === undefined || known.leaseUntil <= now
    if (isFree && (await leaseAppToken(db, id, known, now, LEASE_MS)) === 'leased') {
      const old = known !== undefined && isGood(known, now) ? known : undefined
      return renew(doors, app, id, old)
    }
    if (known !== undefined && isGood(known, now)) return known
    await pause(WAIT_MS)
  }
  throw new OneIdError('WECHAT_BUSY', `nobody got a token for ${app.alias}`)
}

const isCode = (error: unknown, code: ErrorCode): boolean =>
  error instanceof OneIdError && error.code === code

interface Opened {
  readonly document: AppTokenDocument
  readonly token: Secret<string>
}

/** What does not open was sealed before the secret of the deployment changed: nobody can use it, and it is replaced. */
const openedToken = async (doors: TokenDoors, app: App): Promise<Opened> => {
  const { ports, sealing } = doors
  const open = (document: AppTokenDocument): Opened => ({
    document,
    token: new Secret(sealing.open(document.sealed, document._id)),
  })
  const known = await tokenOf(doors, app)
  try {
    return open(known)
  } catch (error) {
    if (!isCode(error, 'DATA_UNREADABLE')) throw error
    await rejectAppToken(ports.db, known)
    return open(await tokenOf(doors, app))
  }
}

/**
 * Makes what asks WeChat with the token of an app. A token that WeChat refuses was replaced by somebody else: it is
 * dropped for all, and the question is asked once more with the next.
 * @throws OneIdError SECRET_MISSING, WECHAT_TOKEN_REFUSED and what `ask` or the token's API throw
 */
export const createWithToken =
  (doors: TokenDoors): WithToken =>
  async (app, ask) => {
    const first = await openedToken(doors, app)
    try {
      return await ask(first.token)
    } catch (error) {
      if (!isCode(error, 'WECHAT_TOKEN_REFUSED')) throw error
      await rejectAppToken(doors.ports.db, first.document)
      return ask((await openedToken(doors, app)).token)
    }
  }
