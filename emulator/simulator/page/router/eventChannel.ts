type Listener = (...given: unknown[]) => void

/** One end of the channel between a page and the page that opened it. */
export interface EventChannel {
  on(event: string, listener: Listener): void
  once(event: string, listener: Listener): void
  /** Without a listener all of the event are taken off. */
  off(event: string, listener?: Listener): void
  emit(event: string, ...given: unknown[]): void
}

/**
 * The two ends: what one emits, the listeners of the other hear (EventChannel, developers.weixin.qq.com/miniprogram/dev
 * /api/route/EventChannel.html, 2026-11).
 * @param events listeners of the opener, as `navigateTo` gets them
 */
export function createEventChannel(events: unknown): { opener: EventChannel; opened: EventChannel } {
  const ofOpener = new Map<string, Listener[]>()
  const ofOpened = new Map<string, Listener[]>()
  const opener = channelEnd(ofOpener, ofOpened)
  if (typeof events === 'object' && events !== null) {
    for (const [event, listener] of Object.entries(events)) {
      if (typeof listener === 'function') opener.on(event, (...given) => listener(...given))
    }
  }
  return { opener, opened: channelEnd(ofOpened, ofOpener) }
}

function channelEnd(own: Map<string, Listener[]>, other: ReadonlyMap<string, Listener[]>): EventChannel {
  const end: EventChannel = {
    on: (event, listener) => {
      own.set(event, [...(own.get(event) ?? []), listener])
    },
    once(event, listener) {
      const first: Listener = (...given) => {
        end.off(event, first)
        listener(...given)
      }
      end.on(event, first)
    },
    off: (event, listener) => {
      const left = listener === undefined ? [] : (own.get(event) ?? []).filter((each) => each !== listener)
      own.set(event, left)
    },
    emit: (event, ...given) => {
      for (const listener of other.get(event) ?? []) listener(...given)
    },
  }
  return end
}
