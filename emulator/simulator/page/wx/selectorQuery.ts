import { canvasNodeOf } from '../engine/canvasNode.ts'
import { isRecord } from '../localCloud.ts'
import type { Options, WxHost, WxTopic } from './api.ts'
import { drawn, type EngineNode, nodeOf, nodesOf, placeIn } from './nodes.ts'
import { notEmulated, reportingUnknown } from './notEmulated.ts'

type Callback = (answer: unknown) => void
type Phone = WxHost['phone']

interface Question {
  readonly read: () => unknown
  readonly callback: Callback | undefined
}

/** What is asked for by `boundingClientRect` and `scrollOffset`. */
const RECT = { id: true, dataset: true, rect: true, size: true }
const OFFSET = { id: true, dataset: true, scrollOffset: true }

/**
 * `wx.createSelectorQuery` (developers.weixin.qq.com/miniprogram/dev/api/wxml/SelectorQuery.html and …/NodesRef.html,
 * 2026-11): questions to the page on top, or to a component, that are all answered by `exec`, later and in order. What a
 * selector does not find is null, or an empty list.
 */
export const selectorQuery: WxTopic = ({ phone, router }) => ({
  createSelectorQuery: () => createQuery(phone, router.currentPages().at(-1)),
})

/** @param page what is asked unless `in` says another: what the code of a page or component calls `this` */
export function createQuery(phone: Phone, page: unknown): object {
  const questions: Question[] = []
  let owner = page

  /** The questions about what `read` finds; each returns the query. */
  const nodes = (read: (fields: Options) => unknown): object => {
    const ask = (fields: Options) => (callback?: unknown) => {
      questions.push({ read: () => read(fields), callback: callbackOf(callback) })
      return query
    }
    return reportingUnknown('NodesRef', {
      boundingClientRect: ask(RECT),
      scrollOffset: ask(OFFSET),
      fields: (fields: unknown, callback?: unknown) => ask(isRecord(fields) ? fields : {})(callback),
      node: ask({ node: true }),
      context: ask({ context: true }),
    })
  }

  const query: object = reportingUnknown('SelectorQuery', {
    in(component: unknown) {
      owner = component
      return query
    },
    select(selector: string) {
      const within = owner
      return nodes((fields) => {
        const node = nodeOf(within, selector)
        return node ? fieldsOf(phone, node, fields) : null
      })
    },
    selectAll(selector: string) {
      const within = owner
      return nodes((fields) => nodesOf(within, selector).map((node) => fieldsOf(phone, node, fields)))
    },
    selectViewport: () => nodes((fields) => viewportFields(phone, fields)),
    exec(callback?: unknown) {
      // What was set before is drawn by then.
      setTimeout(() => {
        const answers = questions.map(({ read, callback: tell }) => {
          const answer = read()
          tell?.(answer)
          return answer
        })
        callbackOf(callback)?.(answers)
      })
      return query
    },
  })
  return query
}

const callbackOf = (callback: unknown): Callback | undefined =>
  typeof callback === 'function' ? (answer) => void callback(answer) : undefined

function fieldsOf(phone: Phone, node: EngineNode, fields: Options): object {
  const element = drawn(node)
  return {
    ...(Boolean(fields['id']) && { id: node.id }),
    ...(Boolean(fields['dataset']) && { dataset: node.dataset }),
    ...(Boolean(fields['mark']) && { mark: node.collectMarks() }),
    ...(element && measured(phone, element, fields)),
    ...propertiesOf(node, fields['properties']),
    ...(element && computed(element, fields['computedStyle'])),
    ...objectsOf(element, node, fields),
  }
}

/** "selectViewport … 获取显示区域的尺寸、滚动位置等信息". */
function viewportFields(phone: Phone, fields: Options): object {
  const page = phone.pages.querySelector('wx-page:not([hidden])')
  return {
    ...(Boolean(fields['id']) && { id: '' }),
    ...(Boolean(fields['dataset']) && { dataset: {} }),
    ...(page instanceof HTMLElement && measured(phone, page, fields)),
    ...absent(fields),
  }
}

function measured(phone: Phone, element: HTMLElement, fields: Options): object {
  const { width, height, ...edges } = placeIn(phone.pages, element.getBoundingClientRect())
  const { scrollLeft, scrollTop, scrollWidth, scrollHeight } = element
  return {
    ...(Boolean(fields['rect']) && edges),
    ...(Boolean(fields['size']) && { width, height }),
    ...(Boolean(fields['scrollOffset']) && { scrollLeft, scrollTop, scrollWidth, scrollHeight }),
  }
}

/** "id class style 和事件绑定的属性值不可获取" */
function propertiesOf({ data }: EngineNode, names: unknown): object {
  const known = isRecord(data) ? data : {}
  return Object.fromEntries(namesIn(names).flatMap((name) => (name in known ? [[name, known[name]]] : [])))
}

function computed(element: HTMLElement, names: unknown): object {
  const style = getComputedStyle(element)
  return Object.fromEntries(namesIn(names).map((name) => [name, style.getPropertyValue(hyphenated(name))]))
}

const hyphenated = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const namesIn = (names: unknown): string[] => (Array.isArray(names) ? names.map(String) : [])

/** "node: 目前支持 Canvas 的获取"; what stands behind other elements is absent. */
function objectsOf(element: HTMLElement | undefined, { data }: EngineNode, fields: Options): object {
  const canvas = element && fields['node'] ? canvasNodeOf(element) : undefined
  if (!canvas) return absent(fields)
  const nodeCanvasType = isRecord(data) ? data['type'] : ''
  return { ...absent({ ...fields, node: false }), node: canvas, nodeCanvasType }
}

/** Objects behind `<video>` and their like, which the simulator has none of. */
function absent(fields: Options): object {
  const asked = ['node', 'context', 'ref'].filter((name) => fields[name])
  for (const name of asked) notEmulated(`NodesRef: ${name}`)
  return Object.fromEntries(asked.map((name) => [name, null]))
}
