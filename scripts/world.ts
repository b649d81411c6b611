import * as v from 'valibot'
import type { WorldRequest } from '../emulator/cli/worldCommands.ts'
import { WORLD_USAGE, worldRequest } from '../emulator/cli/worldCommands.ts'
import { UserError } from '../emulator/userError.ts'
import { readCommandLine } from './project/commandLine.ts'

const PlanSchema = v.object({ seed: v.number(), faults: v.array(v.unknown()) })
const RefusalSchema = v.object({
  error: v.string(),
  field: v.optional(v.string()),
  fix: v.optional(v.string()),
})

const wrong = (words: string, fix: string): UserError => new UserError('OPTION_INVALID', words, fix)

const notOurs = (address: string): UserError =>
  wrong(`what answers at ${address} is no local cloud`, 'Give the address that npm start printed: --url')

const readJson = async (reply: Response): Promise<unknown> => {
  try {
    return await reply.json()
  } catch {
    throw notOurs(reply.url)
  }
}

const send = async (address: string, init: RequestInit = {}): Promise<unknown> => {
  const reply = await fetch(address, init).catch(() => {
    throw wrong(`no local cloud answers at ${address}`, 'npm start')
  })
  const answer = await readJson(reply)
  if (reply.ok) return answer
  const refusal = v.safeParse(RefusalSchema, answer)
  if (!refusal.success) throw notOurs(address)
  const { error, field, fix = 'Correct it and try again.' } = refusal.output
  throw wrong(field === undefined ? error : `${field}: ${error}`, fix)
}

const ask = async (url: string, { method, path, body, addsTo }: WorldRequest): Promise<unknown> => {
  const address = `${url.replace(/\/$/, '')}/__world${path}`
  if (method === 'GET') return send(address)
  const plan = addsTo === undefined ? undefined : v.parse(PlanSchema, await send(address))
  const content = plan === undefined ? body : { ...plan, faults: [...plan.faults, body] }
  return send(address, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  })
}

const run = async (): Promise<string> => {
  const { values, positionals } = readCommandLine(WORLD_USAGE)
  if (values.help) return WORLD_USAGE
  return JSON.stringify(await ask(values.url, worldRequest(positionals)), null, 2)
}

try {
  console.log(await run())
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`${error.message}\n${error.fix}`)
  process.exitCode = 1
}
