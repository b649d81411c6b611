import * as v from 'valibot'
import type {
  CloudAnswer,
  CloudAnswering,
  CloudAnswers,
  CloudCallHandler,
  OpenDatum,
} from '../cloudbase/cloudCalls.ts'
import { UserError } from '../userError.ts'
import { filesSignature, loadProjectFile, projectFileCandidates, projectFileInvalid } from './projectFile.ts'

const HandlersSchema = v.optional(v.record(v.string(), v.function('is no function')), {})

/**
 * What local-cloud.js exports. Each API is a function of the parameters, in snake_case, and of the whole call; it
 * answers what WeChat would: an object, `{ contentType, buffer }` for a file, or a text.
 * @example
 * exports.openapi = { 'security.msgSecCheck': (params, call) => ({ errcode: 0, errmsg: 'ok' }) }
 * exports.pay = { closeOrder: (params, call) => ({ return_code: 'SUCCESS', result_code: 'SUCCESS' }) }
 * exports.openData = { 'a-cloud-id': { phoneNumber: '13800000000' } }
 */
const ContentSchema = v.strictObject({
  openapi: HandlersSchema,
  pay: HandlersSchema,
  openData: v.optional(v.record(v.string(), v.union([v.function(), v.looseObject({})])), {}),
})

const AnswerSchema = v.union(
  [
    v.object({ contentType: v.string(), buffer: v.instance(Uint8Array) }),
    v.record(v.string(), v.unknown()),
    v.string(),
  ],
  'answers neither an object nor a text',
)

const RefusalSchema = v.object({ errCode: v.number(), errMsg: v.string() })

const toAnswer = (result: v.InferOutput<typeof AnswerSchema>): CloudAnswer => {
  if (typeof result === 'string') return { file: { contentType: 'text/plain', bytes: Buffer.from(result) } }
  const { contentType, buffer } = result
  return typeof contentType === 'string' && buffer instanceof Uint8Array
    ? { file: { contentType, bytes: buffer } }
    : { json: { ...result } }
}

const parsed = <Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  what: string,
): v.InferOutput<Schema> => {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  const [issue] = result.issues
  throw projectFileInvalid(
    `local-cloud.js: ${[what, v.getDotPath(issue)].filter(Boolean).join(': ')} ${issue.message}`,
  )
}

const handlersOf = (
  given: Readonly<Record<string, (...args: unknown[]) => unknown>>,
): Readonly<Record<string, CloudCallHandler>> =>
  Object.fromEntries(
    Object.entries(given).map(([api, answer]) => [
      api,
      async (call): Promise<CloudAnswer> =>
        toAnswer(parsed(AnswerSchema, await answer(call.params, call), api)),
    ]),
  )

const toAnswers = (content: unknown): CloudAnswers => {
  const { openapi, pay, openData } = parsed(ContentSchema, content, '')
  return {
    openapi: handlersOf(openapi),
    pay: handlersOf(pay),
    openData: (cloudId, caller): OpenDatum | undefined => {
      const given = Object.hasOwn(openData, cloudId) ? openData[cloudId] : undefined
      if (given === undefined) return undefined
      const datum = typeof given === 'function' ? given(caller) : given
      const refusal = v.safeParse(RefusalSchema, datum)
      return refusal.success
        ? refusal.output
        : { data: parsed(v.record(v.string(), v.unknown()), datum, `openData: ${cloudId}`) }
    },
  }
}

interface Loaded {
  readonly answers: CloudAnswers
  readonly inputs: readonly string[]
}

const load = (root: string): Loaded => {
  const file = loadProjectFile(root)
  return file === undefined
    ? { answers: {}, inputs: [] }
    : { answers: toAnswers(file.content), inputs: file.inputs }
}

/**
 * A project's own answers to cloud calls: local-cloud.js, .cjs or .mjs in its top folder, read again when it or what
 * it imports has changed. Without one, nothing is answered until one is there.
 * @param onProblem told once per change that cannot be used; the answers before it stay
 * @throws UserError PROJECT_FILE_INVALID for the file as it is now
 */
export const projectAnswers = (root: string, onProblem: (error: UserError) => void): CloudAnswers => {
  const candidates = projectFileCandidates(root)
  let loaded = load(root)
  const signature = (): string => filesSignature([...candidates, ...loaded.inputs])
  let seen = signature()
  const current = (): CloudAnswers => {
    if (signature() === seen) return loaded.answers
    try {
      loaded = load(root)
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      onProblem(error)
    }
    seen = signature()
    return loaded.answers
  }
  return {
    get openapi() {
      return current().openapi ?? {}
    },
    get pay() {
      return current().pay ?? {}
    },
    openData: (cloudId, caller) => current().openData?.(cloudId, caller),
  }
}

/** Mini-program codes are answered with a file. */
const PICTURE = "{ contentType: 'image/png', buffer: Buffer.from('a picture') }"

const EXAMPLES = {
  openapi: (api: string) =>
    `exports.openapi = { '${api}': (params) => (${api.startsWith('wxacode.') ? PICTURE : "{ errcode: 0, errmsg: 'ok' }"}) }`,
  pay: (api: string) =>
    `exports.pay = { '${api}': (params) => ({ return_code: 'SUCCESS', result_code: 'SUCCESS' }) }`,
}

/** One line for the terminal: what was called, and how the project answers it in a file of its own. */
export const howToAnswer: (...of: Parameters<CloudAnswering['onUnanswered']>) => string = (kind, api) => {
  if (kind === 'svrkit') return `${api} is not emulated`
  const name = kind === 'pay' ? 'cloudPay' : 'openapi'
  return `cloud.${name}.${api} has no answer here: put  ${EXAMPLES[kind](api)}  into local-cloud.js`
}
