import * as v from 'valibot'

/**
 * What the control plane refuses: HTTP 200 with `Response.Error` (cloud.tencent.com/document/api/583/33847, 返回结果,
 * 2026-11). Common codes are those of that page, the others those of the actions' own pages.
 */
export class Refusal extends Error {
  readonly code: string

  constructor(code: string, message: string) {
    super(message)
    this.name = 'Refusal'
    this.code = code
  }
}

export const invalidParameter = (words: string): Refusal => new Refusal('InvalidParameter', words)

export const functionNotFound = (name: string): Refusal =>
  new Refusal('ResourceNotFound.Function', `function ${name} does not exist`)

/** Assumption: the words. The code is what the console answers of a collection that is not there. */
export const tableNotFound = (name: string): Refusal =>
  new Refusal('ResourceNotFound', `Db or Table not exist: ${name}`)

/**
 * The fields of a request. A field that the action does not know is refused, as the platform does (UnknownParameter).
 * @throws Refusal
 */
export const readFields = <S extends v.GenericSchema>(schema: S, body: unknown): v.InferOutput<S> => {
  const parsed = v.safeParse(schema, body)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  const field = v.getDotPath(issue) ?? ''
  if (issue.type === 'strict_object' && issue.expected === 'never')
    throw new Refusal('UnknownParameter', `The parameter \`${field}\` is not recognized.`)
  if (issue.received === 'undefined')
    throw new Refusal('MissingParameter', `The request is missing a required parameter \`${field}\`.`)
  throw new Refusal('InvalidParameterValue', `\`${field}\`: ${issue.message}`)
}
