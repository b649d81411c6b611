/**
 * WeChat forgets a code of wx.login after five minutes (wx.login reference, 2026-11); a tap and a slow call need the
 * fifth.
 */
const GOOD_MS = 4 * 60_000

interface KeptCode {
  readonly code: string
  /** Milliseconds since 1970. */
  readonly at: number
}

let kept: KeptCode | undefined
let pages = 0
let stopTimer = (): void => {}

/**
 * Keeps one fresh code of `wx.login` at hand while a page may need it: with a button of open-type getUserInfo, whose
 * data only opens with a session that began before the tap. Call it in onShow, and what it returns in onHide and
 * onUnload.
 */
export function keepCode(): () => void {
  let isHeld = true
  pages += 1
  if (pages === 1) renew()
  return () => {
    if (!isHeld) return
    isHeld = false
    pages -= 1
    if (pages === 0) stopTimer()
  }
}

/** The code, once. It asks WeChat for none: a new one would make data unreadable that is already there. */
export function spendCode(): string | undefined {
  const code = isFresh() ? kept?.code : undefined
  kept = undefined
  return code
}

/** After a spent code has been answered for: the next one, if a page still may need it. */
export function renew(): void {
  stopTimer()
  if (pages === 0) return
  refresh()
    .catch((cause) => console.warn('oneid:', cause))
    .then(() => {
      stopTimer()
      if (pages === 0) return
      const timer = setTimeout(renew, kept ? kept.at + GOOD_MS - Date.now() : GOOD_MS)
      stopTimer = () => clearTimeout(timer)
    })
}

/** A code that nobody else has. @throws what wx.login fails with */
export async function freshCode(): Promise<string> {
  const { code } = await settled<WechatMiniprogram.LoginSuccessCallbackResult>((option) => wx.login(option))
  return code
}

async function refresh(): Promise<void> {
  // A page that comes back finds the code of its last visit, unless WeChat has ended the session since.
  if (isFresh() && (await isSessionAlive())) return
  kept = { code: await freshCode(), at: Date.now() }
}

function isFresh(): boolean {
  return kept !== undefined && Math.abs(Date.now() - kept.at) < GOOD_MS
}

/** Speaks of the session of the code that was fetched last (wx.checkSession reference, 2026-11). */
function isSessionAlive(): Promise<boolean> {
  return settled((option) => wx.checkSession(option)).then(
    () => true,
    () => false,
  )
}

interface Settling<Result> {
  success: (result: Result) => void
  fail: (cause: unknown) => void
}

/** Both answer through functions in every base library; not in every one by a promise. */
function settled<Result>(start: (option: Settling<Result>) => void): Promise<Result> {
  return new Promise((resolve, reject) => start({ success: resolve, fail: reject }))
}
