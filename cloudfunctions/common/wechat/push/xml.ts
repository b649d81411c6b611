import { XMLParser, XMLValidator } from 'fast-xml-parser'
import * as v from 'valibot'
import { checkSize, unreadable } from './unreadable.ts'

/**
 * In front of every name while it is with the parser, which throws at `constructor` and renames `toString`: no name in
 * XML begins with a blank, so that none is mistaken. The parser marks an empty element (`<a/>`) twice.
 */
const MARK = ' '
const mark = (name: string): string => (name.startsWith(MARK) ? name : `${MARK}${name}`)
const ROOT = mark('xml')

/** As what the parser shows the text between elements. */
const BETWEEN = '#text'

/** Numbers stay texts: an openid may consist of digits, and a MsgId has more of them than a number can hold. */
const parser = new XMLParser({
  processEntities: false,
  ignoreAttributes: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  textNodeName: BETWEEN,
  transformTagName: mark,
})

const DOCUMENT_TYPE = /<!(?:doctype|entity)/i

const parse = (text: string): unknown => {
  try {
    // The parser alone is content with half a message, and with any end to any beginning.
    if (XMLValidator.validate(text) !== true) throw unreadable('no XML')
    return parser.parse(text)
  } catch {
    throw unreadable('no XML')
  }
}

const NameSchema = v.union([v.pipe(v.string(), v.startsWith(MARK)), v.literal(BETWEEN)])

/** An element without elements is a text; one root, for two of a name would be a list. */
const DocumentSchema = v.strictObject({ [ROOT]: v.union([v.string(), v.record(NameSchema, v.unknown())]) })

/**
 * Reads a message in XML: the texts right below its root, untrimmed. Elements with elements, and names that stand there
 * twice, are no texts and left out. Entities are not looked at: WeChat writes texts as CDATA (page "receiving events",
 * 2026-11), and a document type, where they would be declared, is refused wherever it stands.
 * @returns an object without prototype: whatever a name is, it is a name
 * @throws OneIdError PUSH_UNREADABLE
 */
export const readXml = (text: string): Readonly<Record<string, string>> => {
  checkSize(text)
  if (DOCUMENT_TYPE.test(text)) throw unreadable('XML with a document type')
  const parsed = v.safeParse(DocumentSchema, parse(text))
  if (!parsed.success) throw unreadable('XML of another root')
  const fields: Record<string, string> = Object.create(null)
  const root = parsed.output[ROOT]
  if (typeof root !== 'object') return fields
  for (const [name, value] of Object.entries(root)) {
    if (name !== BETWEEN && typeof value === 'string') fields[name.slice(MARK.length)] = value
  }
  return fields
}
