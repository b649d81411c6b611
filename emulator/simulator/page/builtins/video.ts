import type { Builtin, Instance } from './shape.ts'

/** Between two tellings of the time, in ms: "触发频率 250ms 一次". */
const TIME_PAUSE = 250

/**
 * https://developers.weixin.qq.com/miniprogram/dev/component/video.html (2026-11), played by the browser. What is not among
 * the properties here, comments and gestures above all, is a matter of the phone's own player.
 */
export const video: Builtin = {
  name: 'video',
  template: '<html-video part="player" style="object-fit:{{objectFit}}" playsinline/><slot/>',
  css: `
wx-video { position: relative; display: inline-block; width: 300px; height: 225px; overflow: hidden; background: #000 }
wx-video > [part=player] { display: block; width: 100%; height: 100% }
`,
  properties: {
    src: '',
    poster: '',
    controls: true,
    autoplay: false,
    loop: false,
    muted: false,
    initialTime: 0,
    objectFit: 'contain',
    // How the phone's player looks; the browser's has looks of its own.
    duration: 0,
    title: '',
    showFullscreenBtn: true,
    showPlayBtn: true,
    showCenterPlayBtn: true,
    showProgress: true,
    showMuteBtn: false,
    playBtnPosition: 'bottom',
    enableProgressGesture: true,
    enablePlayGesture: false,
    enableDanmu: false,
    danmuList: null,
    danmuBtn: false,
    direction: 0,
    pageGesture: false,
    autoPauseIfNavigate: true,
    autoPauseIfOpenNative: true,
    pictureInPictureMode: null,
    isDrm: false,
    isLive: false,
  },
  attached: (instance) => {
    follow(instance)
    player(instance)
  },
  detached: (instance) => instance.video()?.pause(),
  changed: {
    src: source,
    poster: player,
    controls: player,
    autoplay: player,
    loop: player,
    muted: player,
  },
  notEmulated: ['enableDanmu', 'danmuBtn', 'isDrm', 'isLive', 'pictureInPictureMode'],
}

function player(instance: Instance): void {
  const element = instance.video()
  if (!element) return
  element.loop = instance.flag('loop')
  element.muted = instance.flag('muted')
  element.controls = instance.flag('controls')
  element.autoplay = instance.flag('autoplay')
  // "若 controls 属性值为 false 则设置 poster 无效"
  const poster = instance.text('poster')
  element.poster = instance.flag('controls') && poster ? instance.assetUrl(poster) : ''
}

function source(instance: Instance): void {
  const element = instance.video()
  const src = instance.text('src')
  if (!element) return
  player(instance)
  if (src === '') return
  instance.fileAddress(src, (address) => {
    if (address !== undefined) element.src = address
    else instance.emit('error', { errMsg: `${src} does not load` })
  })
}

function follow(instance: Instance): void {
  const tell = (event: string, detail: () => Readonly<Record<string, unknown>>): void =>
    instance.listen(event, () => instance.emit(event, detail()), 'player')
  for (const event of ['play', 'pause', 'ended', 'waiting']) tell(event, () => ({}))
  instance.listen(
    'loadedmetadata',
    () => {
      const element = instance.video()
      if (!element) return
      if (instance.number('initialTime') > 0) element.currentTime = instance.number('initialTime')
      const { videoWidth: width, videoHeight: height, duration } = element
      instance.emit('loadedmetadata', { width, height, duration })
    },
    'player',
  )
  let last = Number.NEGATIVE_INFINITY
  instance.listen(
    'timeupdate',
    ({ time }) => {
      const element = instance.video()
      if (!element || time - last < TIME_PAUSE) return
      last = time
      instance.emit('timeupdate', { currentTime: element.currentTime, duration: element.duration })
    },
    'player',
  )
  instance.listen(
    'seeked',
    () => instance.emit('seekcomplete', { position: instance.video()?.currentTime ?? 0 }),
    'player',
  )
  // "progress: 加载进度变化时触发，event.detail = {buffered}，百分比"
  instance.listen('progress', () => instance.emit('progress', { buffered: buffered(instance) }), 'player')
  // Assumption: the detail; the page names none but for codes of the phone's player.
  instance.listen(
    'error',
    () => instance.emit('error', { errMsg: instance.video()?.error?.message ?? '' }),
    'player',
  )
  let fullScreen = false
  instance.listen(
    'fullscreenchange',
    () => {
      fullScreen = !fullScreen
      const { videoWidth = 0, videoHeight = 0 } = instance.video() ?? {}
      const direction = videoHeight > videoWidth ? 'vertical' : 'horizontal'
      instance.emit('fullscreenchange', { fullScreen, direction })
    },
    'player',
  )
}

function buffered(instance: Instance): number {
  const element = instance.video()
  const ranges = element?.buffered
  if (!ranges || ranges.length === 0 || !(element.duration > 0)) return 0
  return Math.round((ranges.end(ranges.length - 1) / element.duration) * 100)
}
