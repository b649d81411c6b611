import { type RichNode, trustedNodes } from './richNodes.ts'
import type { Builtin, Instance } from './shape.ts'

/** https://developers.weixin.qq.com/miniprogram/dev/component/rich-text.html (2026-11) */
export const richText: Builtin = {
  name: 'rich-text',
  template: '<html-div part="content"/>',
  css: `
wx-rich-text { display: block; overflow-wrap: anywhere }
wx-rich-text[data-space] { white-space: pre-wrap }
wx-rich-text:not([data-selectable]) { user-select: none }
`,
  properties: { nodes: null, space: '', userSelect: false },
  attached: draw,
  changed: {
    nodes: draw,
    space: (instance) => instance.attribute('data-space', instance.text('space') || undefined),
    userSelect: (instance) =>
      instance.attribute('data-selectable', instance.flag('userSelect') ? '' : undefined),
  },
}

function draw(instance: Instance): void {
  const given = instance.value('nodes')
  const nodes = typeof given === 'string' ? instance.parseHtml(given) : given
  instance.fill(
    'content',
    trustedNodes(nodes).map((node) => withFiles(instance, node)),
  )
}

/** Pictures of the mini-program are where its files are served. */
function withFiles(instance: Instance, node: RichNode): RichNode {
  if (node.type === 'text') return node
  const { src, ...others } = node.attrs
  const attrs = src === undefined ? others : { ...others, src: instance.assetUrl(src) }
  return { ...node, attrs, children: node.children.map((child) => withFiles(instance, child)) }
}
