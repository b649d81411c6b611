import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { readConfig } from '../cloudfunctions/common/base/config.ts'
import { fingerprintOf } from '../cloudfunctions/common/store/fingerprint.ts'
import { config } from '../cloudfunctions/oneid.config.ts'
import { UserError } from '../emulator/userError.ts'
import { readCommandLine } from './project/commandLine.ts'
import { LOCAL_SETUP_CODE } from './project/localSecrets.ts'

const USAGE = `npm run admin                                  a new code for the first administrator of a deployment
npm run admin -- <person> <app> [--url <url>]  makes a person of the running local cloud the first administrator
npm run admin -- key <client>                  a new API key for one of your servers (gateway.clients)
npm run admin -- signing-key                   a new key that signs access tokens (gateway.signingKeys)`

const ReplySchema = v.object({
  result: v.variant('ok', [
    v.looseObject({ ok: v.literal(true) }),
    v.looseObject({ ok: v.literal(false), code: v.string(), message: v.string() }),
  ]),
})

/** What a mini-program does, in the name of a person of the local cloud. */
const call = async (url: string, [person, app]: readonly [string, string], name: string, data: object) => {
  const sent = fetch(`${url.replace(/\/$/, '')}/__cloud/callFunction`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-person': person, 'x-app': app },
    body: JSON.stringify({ name, data }),
  })
  const reply = await sent.catch(() => {
    throw new UserError('OPTION_INVALID', `no local cloud answers at ${url}`, 'npm start')
  })
  const answer: unknown = await reply.json()
  const parsed = v.safeParse(ReplySchema, answer)
  if (!parsed.success)
    throw new UserError(
      'OPTION_INVALID',
      `${name}: ${JSON.stringify(answer)}`,
      'Names are those of npm run world -- people, apps.',
    )
  const { result } = parsed.output
  if (!result.ok)
    throw new UserError('OPTION_INVALID', `${name}: ${result.code} ${result.message}`, 'See docs/errors.md.')
}

const appointLocally = async (url: string, caller: readonly [string, string]): Promise<void> => {
  await call(url, caller, 'login', {})
  await call(url, caller, 'admin', { action: 'becomeFirst', code: LOCAL_SETUP_CODE })
  console.log(`${caller[0]} is the first administrator (in ${caller[1]}).`)
}

const printCode = (): void => {
  const code = randomBytes(16).toString('base64url')
  console.log(
    [
      'For the first administrator of a deployment:',
      '',
      '1. Give the function "admin" this environment variable:',
      `   ONEID_FIRST_ADMIN=${fingerprintOf(code)}`,
      '2. Sign in to the mini-program with the WeChat account of the administrator, and call once:',
      `   wx.cloud.callFunction({ name: 'admin', data: { action: 'becomeFirst', code: '${code}' } })`,
      '',
      'The code works once, and only while there is no administrator. It is shown here and kept nowhere.',
    ].join('\n'),
  )
}

const variableOf = (client: string): string => {
  const { gateway } = readConfig(config)
  const known = gateway.clients.find(({ name }) => name === client)
  if (known !== undefined) return known.key
  throw new UserError(
    'OPTION_INVALID',
    `gateway.clients of cloudfunctions/oneid.config.ts has no client "${client}"`,
    `Add it there, or use one of: ${gateway.clients.map(({ name }) => name).join(', ') || 'none yet'}.`,
  )
}

const printKey = (client: string): void => {
  const variable = variableOf(client)
  const key = `${client}.${randomBytes(32).toString('base64url')}`
  console.log(
    [
      `For the server "${client}":`,
      '',
      '1. Give the function "gateway" this environment variable, which is of no use to who reads it:',
      `   ${variable}=${fingerprintOf(key)}`,
      '2. Give that server, and nobody else, the key. It sends it as "Authorization: Bearer <key>":',
      `   ${key}`,
      '',
      'It is shown here and kept nowhere. A new one takes the place of the old one.',
    ].join('\n'),
  )
}

const printSigningKey = (): void => {
  const [name = ''] = readConfig(config).gateway.signingKeys
  console.log(
    [
      'A key that signs access tokens. Give the function "gateway" this environment variable:',
      `   ${name}=${randomBytes(32).toString('base64url')}`,
      '',
      'To change it: put the new one under a new name at the front of gateway.signingKeys, and leave the old one',
      'behind it until its refresh tokens have expired (gateway.refreshDays).',
    ].join('\n'),
  )
}

const run = async (): Promise<void> => {
  const { values, positionals } = readCommandLine(USAGE)
  const [person, app, ...more] = positionals
  if (values.help) return console.log(USAGE)
  if (person === undefined) return printCode()
  if (person === 'signing-key' && app === undefined) return printSigningKey()
  if (person === 'key' && app !== undefined && more.length === 0) return printKey(app)
  if (app === undefined || more.length > 0)
    throw new UserError('OPTION_INVALID', 'a person and an app, or neither', USAGE)
  return appointLocally(values.url, [person, app])
}

try {
  await run()
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`${error.message}\n${error.fix}`)
  process.exitCode = 1
}
