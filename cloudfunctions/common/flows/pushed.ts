import type { App } from '../base/apps.ts'
import type { Config } from '../base/config.ts'
import { OneIdError } from '../base/errors.ts'
import { appNamed } from '../routes/appNamed.ts'
import { identityId } from '../store/documentIds.ts'
import { addJob, jobId, NEW_JOB } from '../store/jobs.ts'
import type { PushEvent } from '../wechat/push/message.ts'
import { readPush } from '../wechat/push/message.ts'
import { answerVerification } from '../wechat/push/verification.ts'
import type { SecretOf } from './appSecret.ts'
import type { Ports } from './ports.ts'

interface Pushing {
  readonly config: Config
  readonly secretOf: SecretOf
}

/** An app without a token in the configuration gets no messages. @throws OneIdError APP_NOT_REGISTERED, SECRET_MISSING */
const settingsOf = ({ config, secretOf }: Pushing, alias: string) => {
  const app = appNamed(config, alias)
  if (app.push === undefined) throw new OneIdError('SECRET_MISSING', `app ${alias} names no push token`)
  const { token, key } = app.push
  return { app, settings: { token: secretOf(token), ...(key !== undefined && { key: secretOf(key) }) } }
}

/**
 * What is answered when somebody enters our address in the settings of an app.
 * @param query parameters of the URL
 * @param now milliseconds since 1970
 * @throws OneIdError APP_NOT_REGISTERED, SECRET_MISSING, PUSH_SIGNATURE_WRONG
 */
export const pushedVerification = (pushing: Pushing, alias: string, query: unknown, now: number): string =>
  answerVerification({ settings: settingsOf(pushing, alias).settings, query, now })

/** What of a message concerns us. */
const toldBy = (event: Exclude<PushEvent, { kind: 'other' }>) => {
  if (event.kind !== 'authorization') return event.kind
  // What has changed of a profile at WeChat is nothing that we have from there.
  return event.event === 'user_info_modified' ? undefined : event.event
}

const enqueue = async ({ db }: Ports, { appid }: App, event: PushEvent, now: number) => {
  const told = event.kind === 'other' ? undefined : toldBy(event)
  if (event.kind === 'other' || told === undefined) return 'ignored'
  const added = await addJob(db, {
    ...NEW_JOB,
    _id: jobId('push', appid, event.mark),
    kind: 'push',
    due: now,
    users: [],
    appid,
    openid: event.openid,
    identity: identityId(appid, event.openid),
    told,
    revokeInfo: event.kind === 'authorization' ? event.revokeInfo : '',
  })
  if (added === 'duplicate') throw new OneIdError('PUSH_REPLAYED', told)
  return 'queued'
}

/**
 * Takes a message of WeChat whose signature is right, and leaves the work to `jobs`: WeChat waits five seconds (page
 * "message push", 2026-11). The job is named by the signature, and stays for as long as that is believed, so that a copy
 * is refused; what WeChat sends once more is signed anew, and doing it twice changes nothing. 1 request, none for what
 * does not concern us.
 * @param now milliseconds since 1970
 * @throws OneIdError APP_NOT_REGISTERED, SECRET_MISSING, PUSH_SIGNATURE_WRONG, PUSH_UNREADABLE, PUSH_REPLAYED
 */
export const pushedMessage = async (
  pushing: Pushing & { readonly ports: Ports },
  alias: string,
  { query, body }: { readonly query: unknown; readonly body: string },
  now: number,
): Promise<'queued' | 'ignored'> => {
  const { app, settings } = settingsOf(pushing, alias)
  const event = readPush({ settings, appid: app.appid, query, body, now })
  return enqueue(pushing.ports, app, event, now)
}
