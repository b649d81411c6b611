import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type RichNode, trustedNodes } from './richNodes.ts'

/** developers.weixin.qq.com/miniprogram/dev/component/rich-text.html (2026-11) */

it('keeps trusted elements with their trusted attributes', () => {
  const attrs = {
    class: 'c',
    style: 'color:red',
    id: 'i',
    onclick: 'x()',
    src: 'a.png',
    width: 5,
    href: 'https://a',
  }
  expect(
    trustedNodes([
      { name: 'IMG', attrs },
      { name: 'a', attrs, children: [{ type: 'text', text: '1 &lt; 2&nbsp;&#x4f60;' }] },
    ]),
  ).toEqual([
    {
      type: 'node',
      name: 'img',
      attrs: { class: 'c', style: 'color:red', src: 'a.png', width: '5' },
      children: [],
    },
    {
      type: 'node',
      name: 'a',
      attrs: { class: 'c', style: 'color:red' },
      children: [{ type: 'text', text: '1 < 2\u00a0你' }],
    },
  ])
})

it('leaves out what is not trusted, with everything inside', () => {
  expect(
    trustedNodes([
      { name: 'script', children: [{ type: 'text', text: 'x' }] },
      { name: 'iframe' },
      'text',
      null,
    ]),
  ).toEqual([])
  expect(trustedNodes('<b>text</b>')).toEqual([])
})

const names = fc.constantFrom(
  'script',
  'SCRIPT',
  'img',
  'svg',
  'a',
  'div',
  'iframe',
  'style',
  'object',
  'td',
  'math',
)
const keys = fc.constantFrom(
  'onerror',
  'onclick',
  'src',
  'href',
  'style',
  'class',
  'srcdoc',
  'xlink:href',
  'width',
)
const values = fc.constantFrom(
  'javascript:x()',
  ' java\nscript:x()',
  '\u0001javascript:x()',
  'data:text/html,x',
  'a.png',
  'x()',
)
const trees = fc.letrec<{ node: unknown }>((tie) => ({
  node: fc.record(
    {
      type: fc.constantFrom('node', undefined),
      name: names,
      attrs: fc.dictionary(keys, values),
      children: fc.array(tie('node'), { maxLength: 3 }),
    },
    { requiredKeys: ['name'] },
  ),
}))

it('never lets a script, a handler or an address that runs through', () => {
  const safe = (node: RichNode): boolean => {
    if (node.type === 'text') return true
    const allowed = Object.keys(node.attrs).every((key) => ['class', 'style', 'src', 'width'].includes(key))
    const { src } = node.attrs
    return (
      ['img', 'a', 'div', 'td'].includes(node.name) &&
      allowed &&
      (src === undefined || src === 'a.png' || src === 'x()') &&
      node.children.every(safe)
    )
  }
  fc.assert(fc.property(fc.array(trees.node, { maxLength: 5 }), (nodes) => trustedNodes(nodes).every(safe)))
})
