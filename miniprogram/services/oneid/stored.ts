/** What the SDK keeps on the device, which WeChat keeps apart by person and mini-program. Empty text if there is none. */
export function stored(name: string): unknown {
  return wx.getStorageSync(`oneid.${name}`)
}

/** A full storage must not keep anybody from anything: then it is only not remembered. */
export function store(name: string, value: unknown): void {
  try {
    wx.setStorageSync(`oneid.${name}`, value)
  } catch (cause) {
    console.warn('oneid:', cause)
  }
}
