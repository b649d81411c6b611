import type { Builtin, Instance } from './shape.ts'

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/web-view.html (2026-11): "会自动铺满整个小程序页面". Pages of servers
 * on this machine are shown; the simulator asks no other. `bind:message` needs WeChat's script in the page and never comes.
 */
export const webView: Builtin = {
  name: 'web-view',
  template:
    '<html-iframe part="frame" wx:if="{{address}}" src="{{address}}" title="web-view" bind:load="onLoad"/><html-div part="elsewhere" wx:if="{{elsewhere}}"><html-strong>web-view</html-strong><html-p>模拟器只打开本机的网页 · only pages of this machine are opened:</html-p><html-code>{{elsewhere}}</html-code></html-div>',
  css: `
wx-web-view { position: absolute; z-index: 10; inset: 0; display: block; background: #fff; color: #000 }
wx-web-view > [part=frame] { display: block; width: 100%; height: 100%; border: 0 }
wx-web-view > [part=elsewhere] { padding: 48px 24px; text-align: center; overflow-wrap: anywhere }
`,
  properties: { src: '' },
  data: { address: '', elsewhere: '' },
  changed: { src: (instance) => queueMicrotask(() => open(instance)) },
  on: { onLoad: (instance) => instance.emit('load', { src: instance.text('src') }) },
}

function open(instance: Instance): void {
  const src = instance.text('src')
  const here = isHere(src)
  instance.set({ address: here ? src : '', elsewhere: here ? '' : src })
  if (!here && src !== '') instance.emit('error', { src })
}

/** What the simulator's own content security policy lets in. */
const HERE = /^http:\/\/(?:localhost|127\.0\.0\.1)(?::\d+)?(?:[/?#]|$)/

const isHere = (src: string): boolean => HERE.test(src)
