import * as v from 'valibot'

const BuildSchema = v.object({
  id: v.string(),
  previous: v.optional(v.string()),
  styles: v.optional(v.record(v.string(), v.string())),
})

const CHANNEL = 'simulator-builds'

/**
 * Follows the builds of the mini-program. A browser opens only six connections to a server, so that of all pages of
 * the simulator only one holds the connection and tells the others; when it is gone the next one takes over.
 */
export function followBuilds(
  first: string,
  { restyle, reload }: { restyle: (styles: Readonly<Record<string, string>>) => void; reload: () => void },
): void {
  let present = first
  const take = (data: string): void => {
    const { id, previous, styles } = v.parse(BuildSchema, JSON.parse(data))
    if (id === present) return
    if (styles !== undefined && previous === present) {
      present = id
      restyle(styles)
    } else reload()
  }
  const channel = new BroadcastChannel(CHANNEL)
  channel.addEventListener('message', ({ data }: MessageEvent<unknown>) => take(String(data)))
  void navigator.locks.request(CHANNEL, () => {
    const source = new EventSource('changes')
    source.addEventListener('build', ({ data }: MessageEvent<unknown>) => {
      channel.postMessage(String(data))
      take(String(data))
    })
    // Held until the page is gone.
    return new Promise<void>(() => undefined)
  })
}

/** The build that the page was made for. */
export function presentBuild(): string {
  return document.querySelector('meta[name=build]')?.getAttribute('content') ?? ''
}
