import type { Builtin, Instance } from './shape.ts'

const watches = new WeakMap<Instance, () => void>()

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/match-media.html (2026-11): its content is there while the room
 * for pages is as the properties say, in px; all of them have to hold.
 */
export const matchMedia: Builtin = {
  name: 'match-media',
  template: '<slot/>',
  css: 'wx-match-media { display: block }\nwx-match-media[data-unmatched] { display: none }',
  properties: {
    minWidth: null,
    maxWidth: null,
    width: null,
    minHeight: null,
    maxHeight: null,
    height: null,
    orientation: '',
  },
  attached: (instance) => {
    watches.set(
      instance,
      instance.pageResized(() => match(instance)),
    )
    match(instance)
  },
  detached: (instance) => watches.get(instance)?.(),
  changed: Object.fromEntries(
    ['minWidth', 'maxWidth', 'width', 'minHeight', 'maxHeight', 'height', 'orientation'].map((name) => [
      name,
      match,
    ]),
  ),
}

function match(instance: Instance): void {
  const { width, height } = instance.page()
  const given = (name: string): number | undefined =>
    instance.text(name) === '' ? undefined : instance.number(name)
  const fits = (size: number, name: 'Width' | 'Height'): boolean => {
    const exactly = given(name.toLowerCase())
    return (
      size >= (given(`min${name}`) ?? 0) &&
      size <= (given(`max${name}`) ?? size) &&
      (exactly === undefined || size === exactly)
    )
  }
  const orientation = instance.text('orientation')
  const turned = orientation === '' || orientation === (width > height ? 'landscape' : 'portrait')
  const matched = fits(width, 'Width') && fits(height, 'Height') && turned
  instance.attribute('data-unmatched', matched ? undefined : '')
}
