import type { WxTopic } from './api.ts'
import { createFileAddress, type FileAddress } from './fileAddress.ts'
import { createListeners, type Listeners } from './listeners.ts'
import { reportingUnknown } from './notEmulated.ts'

/** `onPlay`, `offPlay` and so on. */
const EVENTS = 'Canplay Play Pause Stop Ended TimeUpdate Error Waiting Seeking Seeked'.split(' ')

/** What the browser says, in WeChat's numbers: 10001 of the system, 10002 of the network, 10003 of the file, 10004 of its format. */
const ERRORS: Readonly<Record<number, number>> = { 1: 10_001, 2: 10_002, 3: 10_004, 4: 10_003 }

/**
 * `wx.createInnerAudioContext` (developers.weixin.qq.com/miniprogram/dev/api/media/audio/InnerAudioContext.html, 2026-11) by
 * the browser's own player: files of the package, of the phone and of the cloud, and addresses that the page's policy
 * lets it reach (build/html.ts). A browser plays nothing before the first tap: that is an error 10001 here.
 */
export const audio: WxTopic = ({ choice }) => {
  const addressOf = createFileAddress(choice)
  return { createInnerAudioContext: () => audioContext(addressOf) }
}

function audioContext(addressOf: FileAddress): object {
  const sound = new Audio()
  const listeners = new Map(EVENTS.map((name) => [name, createListeners()]))
  const gone = new AbortController()
  let src = ''
  let loading: Promise<boolean> = Promise.resolve(false)
  let stopped = false
  let seeking = false
  let playable = false

  const tell = (name: string, answer?: object): void => listeners.get(name)?.tell(answer)
  const failed = (errCode: number, errMsg: string): void => tell('Error', { errCode, errMsg })
  const play = async (): Promise<void> => {
    stopped = false
    if (!(await loading) || stopped || gone.signal.aborted) return
    await sound.play().catch((error: unknown) => {
      // A pause that comes before the sound does is no error.
      if (!(error instanceof DOMException && error.name === 'AbortError')) failed(10_001, String(error))
    })
  }
  const load = async (): Promise<boolean> => {
    const wanted = src
    const address = await addressOf(wanted).catch(() => undefined)
    if (wanted !== src) return loading
    if (address === undefined) failed(10_003, `file not found "${wanted}"`)
    else sound.src = address
    return address !== undefined
  }
  follow(sound, gone.signal, {
    // A browser says it again after every seek.
    canplay: () => {
      if (!playable) tell('Canplay')
      playable = true
    },
    loadedmetadata: () => {
      if (own.startTime > 0) sound.currentTime = own.startTime
    },
    play: () => tell('Play'),
    // A browser pauses what has ended, too.
    pause: () => !sound.ended && !stopped && tell('Pause'),
    ended: () => tell('Ended'),
    timeupdate: () => !stopped && tell('TimeUpdate'),
    waiting: () => tell('Waiting'),
    seeking: () => seeking && tell('Seeking'),
    seeked: () => {
      if (seeking) tell('Seeked')
      seeking = false
    },
    error: () =>
      failed(ERRORS[sound.error?.code ?? 1] ?? -1, sound.error?.message || `"${src}" does not play`),
  })

  const own = {
    ...eventMembers(listeners),
    startTime: 0,
    autoplay: false,
    obeyMuteSwitch: true,
    referrerPolicy: 'no-referrer',
    get src() {
      return src
    },
    set src(given: string) {
      src = String(given)
      playable = false
      sound.pause()
      loading = load()
      if (own.autoplay) play().catch(console.error)
    },
    get loop() {
      return sound.loop
    },
    set loop(given: boolean) {
      sound.loop = given
    },
    get volume() {
      return sound.volume
    },
    set volume(given: number) {
      sound.volume = Math.min(1, Math.max(0, given))
    },
    get playbackRate() {
      return sound.playbackRate
    },
    set playbackRate(given: number) {
      sound.playbackRate = given
    },
    get duration() {
      return Number.isFinite(sound.duration) ? sound.duration : 0
    },
    get currentTime() {
      return sound.currentTime
    },
    get paused() {
      return sound.paused
    },
    get buffered() {
      return sound.buffered.length > 0 ? sound.buffered.end(sound.buffered.length - 1) : 0
    },
    play: () => void play().catch(console.error),
    pause: () => sound.pause(),
    /** "停止后的音频再播放会从头开始播放" */
    stop() {
      stopped = true
      sound.pause()
      sound.currentTime = 0
      tell('Stop')
    },
    seek(position: number) {
      seeking = true
      sound.currentTime = position
    },
    destroy() {
      gone.abort()
      sound.pause()
      sound.removeAttribute('src')
      for (const each of listeners.values()) each.off()
    },
  }
  return reportingUnknown('InnerAudioContext', own)
}

function follow(
  sound: HTMLAudioElement,
  signal: AbortSignal,
  heard: Readonly<Record<string, () => unknown>>,
): void {
  for (const [event, hear] of Object.entries(heard)) sound.addEventListener(event, () => hear(), { signal })
}

const eventMembers = (listeners: ReadonlyMap<string, Listeners>) =>
  Object.fromEntries(
    [...listeners].flatMap(([name, { on, off }]) => [
      [`on${name}`, on] as const,
      [`off${name}`, off] as const,
    ]),
  )
