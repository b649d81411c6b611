import Ajv, { type ValidateFunction } from 'ajv'
import { isOfType, parseType } from './bson-types.ts'
import { requestFailed } from './errors.ts'
import { type Fields, isFields } from './values.ts'

/** MongoDB manual, "$jsonSchema", "Available Keywords" (read 2026-11); of the others it says that they are not supported. */
const CONDITIONS = new Set(
  (
    'bsonType enum type allOf anyOf oneOf not multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength ' +
    'minLength pattern maxProperties minProperties required additionalProperties properties patternProperties ' +
    'dependencies additionalItems items maxItems minItems uniqueItems title description'
  ).split(' '),
)

const NESTED = new Set(['not', 'additionalProperties', 'additionalItems', 'items'])
const LISTS = new Set(['allOf', 'anyOf', 'oneOf', 'items'])
const BY_NAME = new Set(['properties', 'patternProperties', 'dependencies'])

/** JSON's own names of types, and what they mean of BSON's. */
const JSON_TYPES: ReadonlyMap<unknown, string> = new Map([
  ['object', 'object'],
  ['array', 'array'],
  ['number', 'number'],
  ['boolean', 'bool'],
  ['string', 'string'],
  ['null', 'null'],
])

/** A date, an ObjectId and the like are objects to JavaScript only: ajv asks all types by this keyword. */
const createValidator = () =>
  new Ajv({ strict: false, unicodeRegExp: false, validateFormats: false, logger: false }).addKeyword({
    keyword: 'bsonType',
    compile: (types: unknown) => {
      const aliases: readonly unknown[] = Array.isArray(types) ? types : [types]
      return (value: unknown) => aliases.some((alias) => typeof alias === 'string' && isOfType(value, alias))
    },
  })

/** Compiles an operand of `$jsonSchema`. */
export function compileSchema(schema: unknown): (document: unknown) => boolean {
  if (!isFields(schema)) throw requestFailed('$jsonSchema must be an object')
  let validate: ValidateFunction
  try {
    validate = createValidator().compile(translate(schema))
  } catch (error) {
    if (error instanceof Error && error.name === 'PlatformError') throw error
    throw requestFailed(`$jsonSchema: ${error instanceof Error ? error.message : String(error)}`)
  }
  return (document) => validate(document) === true
}

/** From MongoDB's draft 4 with its own types to what ajv takes. */
function translate(schema: Fields): Record<string, unknown> {
  const translated: Record<string, unknown> = {}
  for (const [keyword, value] of Object.entries(schema)) {
    if (!CONDITIONS.has(keyword)) throw requestFailed(`Unknown $jsonSchema keyword: ${keyword}`)
    if (keyword === 'type' || keyword === 'bsonType') translated['bsonType'] = typesOf(keyword, value)
    else if (keyword === 'exclusiveMaximum' || keyword === 'exclusiveMinimum') {
      const bound = keyword === 'exclusiveMaximum' ? 'maximum' : 'minimum'
      if (value === true) translated[keyword] = schema[bound]
    } else if (keyword === 'maximum' || keyword === 'minimum') {
      const exclusive = keyword === 'maximum' ? 'exclusiveMaximum' : 'exclusiveMinimum'
      if (schema[exclusive] !== true) translated[keyword] = value
    } else translated[keyword] = translateInner(keyword, value)
  }
  return translated
}

function translateInner(keyword: string, value: unknown): unknown {
  if (LISTS.has(keyword) && Array.isArray(value))
    return value.map((one: unknown) => (isFields(one) ? translate(one) : one))
  if (!isFields(value)) return value
  if (NESTED.has(keyword)) return translate(value)
  if (!BY_NAME.has(keyword)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isFields(inner) ? translate(inner) : inner]),
  )
}

function typesOf(keyword: string, value: unknown): string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value]
  return names.map((name) => {
    const alias = keyword === 'type' ? JSON_TYPES.get(name) : parseType(name)
    if (alias !== undefined) return alias
    if (name === 'integer') throw requestFailed("$jsonSchema type 'integer' is not currently supported.")
    throw requestFailed(`Unknown type name alias: ${String(name)}`)
  })
}
