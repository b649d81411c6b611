import type { RichNode } from '../builtins/richNodes.ts'
import { phoneLengths } from './phoneLengths.ts'

/**
 * HTML as the nodes of a rich-text, with everything that is in it: the document that the text becomes here is never
 * shown, and a browser runs nothing of such a document.
 */
export function parseHtml(html: string): unknown[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html')
  return [...body.childNodes].flatMap(nodeOf)
}

function nodeOf(node: ChildNode): unknown[] {
  if (node instanceof Text) return [{ type: 'text', text: node.data }]
  if (!(node instanceof Element)) return []
  return [
    {
      name: node.localName,
      attrs: Object.fromEntries([...node.attributes].map(({ name, value }) => [name, value])),
      children: [...node.childNodes].flatMap(nodeOf),
    },
  ]
}

/** Makes checked nodes the content of an element. */
export function fillRichText(element: HTMLElement, nodes: readonly RichNode[]): void {
  element.replaceChildren(...nodes.map(drawn))
}

function drawn(node: RichNode): Node {
  if (node.type === 'text') return document.createTextNode(node.text)
  const element = document.createElement(node.name)
  for (const [name, value] of Object.entries(node.attrs)) {
    element.setAttribute(name, name === 'style' ? phoneLengths(value) : value)
  }
  element.append(...node.children.map(drawn))
  return element
}
