import { decodeEntities } from './entities.ts'

/** A node of a rich-text that may be drawn. */
export type RichNode =
  | { readonly type: 'text'; readonly text: string }
  | {
      readonly type: 'node'
      readonly name: string
      readonly attrs: Readonly<Record<string, string>>
      readonly children: readonly RichNode[]
    }

const SIZES = ['colspan', 'height', 'rowspan', 'width'] as const

/** "受信任的HTML节点及属性"; these without an attribute of their own. */
const PLAIN =
  `a abbr address article aside b bdi big blockquote br caption center cite code dd del div dl dt em fieldset font
  footer h1 h2 h3 h4 h5 h6 header hr i ins label legend li mark nav p pre q rt ruby s section small span strong sub
  sup tbody tfoot thead tt u ul`.split(/\s+/)

const ATTRIBUTES: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ...PLAIN.map((name): [string, readonly string[]] => [name, []]),
  ['bdo', ['dir']],
  ['col', ['span', 'width']],
  ['colgroup', ['span', 'width']],
  ['img', ['alt', 'src', 'height', 'width']],
  ['ol', ['start', 'type']],
  ['table', ['width']],
  ['td', SIZES],
  ['th', SIZES],
  ['tr', SIZES],
])

/** "全局支持 class 和 style 属性，不支持 id 属性" */
const EVERYWHERE = ['class', 'style'] as const

/** Addresses of pictures that are drawn: of the web, of the mini-program, and data that is a picture. */
const PICTURE = /^(?:https?:|blob:|cloud:|wxfile:|data:image\/|\/|\.|[^:]*$)/i

/**
 * What a rich-text draws of its nodes: the trusted elements with their trusted attributes, nothing else
 * (developers.weixin.qq.com/miniprogram/dev/component/rich-text.html, 2026-11). "如果使用了不受信任的 HTML 节点，该节点及其
 * 所有子节点将会被移除".
 */
export function trustedNodes(nodes: unknown): RichNode[] {
  return Array.isArray(nodes) ? nodes.flatMap(trusted) : []
}

function trusted(node: unknown): RichNode[] {
  if (!isRecord(node)) return []
  if (node['type'] === 'text') return [{ type: 'text', text: decodeEntities(String(node['text'] ?? '')) }]
  const name = String(node['name'] ?? '').toLowerCase()
  const allowed = ATTRIBUTES.get(name)
  if (!allowed || (node['type'] !== undefined && node['type'] !== 'node')) return []
  const given = isRecord(node['attrs']) ? node['attrs'] : {}
  const attrs = Object.fromEntries(
    [...EVERYWHERE, ...allowed].flatMap((key) => {
      const value = given[key]
      if (typeof value !== 'string' && typeof value !== 'number') return []
      const text = String(value)
      return key === 'src' && !isPicture(text) ? [] : [[key, text]]
    }),
  )
  return [{ type: 'node', name, attrs, children: trustedNodes(node['children']) }]
}

// Browsers leave out blanks and control characters when they read the scheme of an address.
function isPicture(address: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return PICTURE.test(address.replace(/[\u0000-\u0020]/g, ''))
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
