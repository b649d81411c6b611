import { parseArgs } from 'node:util'
import * as v from 'valibot'
import type { WorldRequest } from '../emulator/cli/worldCommands.ts'
import { worldRequest } from '../emulator/cli/worldCommands.ts'
import { UserError } from '../emulator/userError.ts'

const PlanSchema = v.object({ seed: v.number(), faults: v.array(v.unknown()) })
const RefusalSchema = v.object({
  error: v.string(),
  field: v.optional(v.string()),
  fix: v.optional(v.string()),
})

const send = async (address: string, init: RequestInit = {}): Promise<unknown> => {
  const reply = await fetch(address, init).catch(() => {
    throw new UserError('OPTION_INVALID', `no local cloud answers at ${address}`, 'npm start')
  })
  const answer: unknown = await reply.json()
  if (reply.ok) return answer
  const { error, field, fix } = v.parse(RefusalSchema, answer)
  throw new UserError(
    'OPTION_INVALID',
    field === undefined ? error : `${field}: ${error}`,
    fix ?? 'Correct it and try again.',
  )
}

const ask = async (url: string, { method, path, body, addsTo }: WorldRequest): Promise<unknown> => {
  const address = `${url}/__world${path}`
  if (method === 'GET') return send(address)
  const plan = addsTo === undefined ? undefined : v.parse(PlanSchema, await send(address))
  const content = plan === undefined ? body : { ...plan, faults: [...plan.faults, body] }
  return send(address, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(content),
  })
}

try {
  const { values, positionals } = parseArgs({
    options: { url: { type: 'string', default: 'http://127.0.0.1:8790' } },
    allowPositionals: true,
  })
  console.log(JSON.stringify(await ask(values.url, worldRequest(positionals)), null, 2))
} catch (error) {
  if (!(error instanceof UserError)) throw error
  console.error(`${error.message}\n${error.fix}`)
  process.exitCode = 1
}
