import type { Drag } from './drag.ts'
import type { Instance } from './shape.ts'

type Source = 'autoplay' | 'touch' | ''

/** Share of a slide that a finger has to move it; less, and it goes back. Assumption. */
const ENOUGH = 0.25
/** How much of the finger's way a slide makes beyond the first and the last one. */
const RESISTANCE = 0.3

const EASING: Readonly<Record<string, string>> = {
  default: 'ease',
  linear: 'linear',
  easeInCubic: 'cubic-bezier(.55, .055, .675, .19)',
  easeOutCubic: 'cubic-bezier(.215, .61, .355, 1)',
  easeInOutCubic: 'cubic-bezier(.645, .045, .355, 1)',
}

/** The slides of one swiper. */
export interface Slides {
  readonly drag: Drag
  /** Puts every slide in its place, without a movement. */
  arrange(): void
  show(index: number): void
  showItem(id: string): void
  step(by: 1 | -1, source: Source): void
  /** Begins autoplay, or ends it, as the properties say. */
  play(): void
  stop(): void
}

export function createSlides(instance: Instance): Slides {
  let current = Math.max(instance.number('current'), 0)
  /** Where the window is, in slides; beyond the first and the last one while a circular swiper goes round. */
  let position = current
  /** A movement under way: how it ends, and when. */
  let finishing: { readonly timer: ReturnType<typeof setTimeout>; readonly source: Source } | undefined
  let playing: ReturnType<typeof setInterval> | undefined
  let told = current

  const slides = () => instance.inside('swiper-item').filter((each) => each.around('swiper') === instance)
  const atOnce = (): number => Math.max(instance.number('displayMultipleItems'), 1)
  const last = (): number => Math.max(slides().length - atOnce(), 0)
  const circular = (): boolean => instance.flag('circular') && slides().length > atOnce()
  const vertical = (): boolean => instance.flag('vertical')
  const length = (): number => {
    const { width = 0, height = 0 } = instance.part('frame')?.getBoundingClientRect() ?? {}
    return (vertical() ? height : width) / atOnce()
  }

  /** Slides of a circular swiper lie on that side of the window that it moves to. */
  const place = (around: number): void => {
    const list = slides()
    for (const [index, slide] of list.entries()) {
      const turn = circular() ? list.length * Math.round((around - index) / list.length) : 0
      const share = `${(100 * (index + turn)) / atOnce()}%`
      const size = `${100 / atOnce()}%`
      slide.style(vertical() ? 'top' : 'left', share)
      slide.style(vertical() ? 'left' : 'top', '0')
      slide.style(vertical() ? 'height' : 'width', size)
      slide.style(vertical() ? 'width' : 'height', '100%')
    }
    instance.set({ dots: list.map((_, at) => ({ at, active: at === current })) })
  }
  const move = (to: number, milliseconds: number): void => {
    const track = instance.part('track')?.style
    const easing = EASING[instance.text('easingFunction')] ?? 'ease'
    track?.setProperty('transition', milliseconds > 0 ? `transform ${milliseconds}ms ${easing}` : 'none')
    const share = `${(-100 * to) / atOnce()}%`
    track?.setProperty('transform', vertical() ? `translateY(${share})` : `translateX(${share})`)
    position = to
  }
  const interrupt = (): Source | undefined => {
    clearTimeout(finishing?.timer)
    const source = finishing?.source
    finishing = undefined
    return source
  }
  const arrange = (): void => {
    const interrupted = interrupt()
    const count = slides().length
    // One that is not there yet may still come.
    if (count > 0) current = Math.min(current, count - 1)
    place(current)
    move(current, 0)
    const id = instance.text('currentItemId')
    if (id) showItem(id)
    // A page that waits for the end of a movement hears of it, also where the slides end it; not amid its own update.
    if (interrupted !== undefined && !finishing) queueMicrotask(() => finished(interrupted))
  }

  const detail = (source: Source) => {
    const currentItemId = slides()[current]?.text('itemId') ?? ''
    return { current, currentItemId, source }
  }
  const finished = (source: Source): void => instance.emit('animationfinish', detail(source))
  const goTo = (to: number, source: Source): void => {
    const count = slides().length
    if (count === 0) return
    const index = ((to % count) + count) % count
    interrupt()
    current = index
    place((position + to) / 2)
    const duration = Math.max(instance.number('duration'), 0)
    move(to, duration)
    if (told !== index) {
      told = index
      instance.set({ current: index })
      instance.emit('change', detail(source))
    }
    const timer = setTimeout(() => {
      finishing = undefined
      place(index)
      move(index, 0)
      finished(source)
    }, duration)
    finishing = { timer, source }
  }
  const step = (by: number, source: Source): void => {
    if (circular()) goTo(current + by, source)
    // Autoplay begins again behind the last one.
    else if (source === 'autoplay' && current + by > last()) goTo(0, source)
    else goTo(Math.min(Math.max(current + by, 0), last()), source)
  }
  const show = (index: number): void => {
    if (index !== current && index >= 0 && index < slides().length) goTo(index, '')
  }
  const showItem = (id: string): void => show(slides().findIndex((slide) => slide.text('itemId') === id))

  const stop = (): void => {
    clearInterval(playing)
    interrupt()
  }
  const play = (): void => {
    clearInterval(playing)
    if (!instance.flag('autoplay')) return
    // A swiper that nobody sees, on a page below, stands still.
    playing = setInterval(
      () => length() > 0 && step(1, 'autoplay'),
      Math.max(instance.number('interval'), 16),
    )
  }

  let from = 0
  const shareOf = (dx: number, dy: number): number => (vertical() ? dy : dx) / (length() || 1)
  const drag: Drag = {
    begin: () => slides().length > 1,
    claims(dx, dy) {
      if (Math.abs(dx) > Math.abs(dy) === vertical()) return false
      clearInterval(playing)
      interrupt()
      from = current
      return true
    },
    move(dx, dy) {
      const wanted = from - shareOf(dx, dy)
      const inside = Math.min(Math.max(wanted, 0), last())
      const to = circular() ? wanted : inside + (wanted - inside) * RESISTANCE
      place(to)
      move(to, 0)
      instance.emit('transition', vertical() ? { dx: 0, dy: -dy } : { dx: -dx, dy: 0 })
    },
    end(dx, dy) {
      const share = shareOf(dx, dy)
      if (Math.abs(share) < ENOUGH) goTo(from, 'touch')
      else step(share < 0 ? 1 : -1, 'touch')
      play()
    },
  }
  return { drag, arrange, show, showItem, step, play, stop }
}
