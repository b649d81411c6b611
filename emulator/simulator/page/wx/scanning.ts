import { asyncCall, type Options, type WxTopic } from './api.ts'
import { askFields } from './fieldSheet.ts'
import { encodingOf } from './fileText.ts'

/** What each of `option.scanType` stands for, the first as the usual one; "默认 ['barCode', 'qrCode']". */
const KINDS: Readonly<Record<string, readonly string[]>> = {
  qrCode: ['QR_CODE', 'WX_CODE', 'AZTEC', 'MAXICODE'],
  barCode: `EAN_13 EAN_8 CODABAR CODE_25 CODE_39 CODE_93 CODE_128 ITF RSS_14 RSS_EXPANDED UPC_A UPC_E
    UPC_EAN_EXTENSION`.split(/\s+/),
  datamatrix: ['DATA_MATRIX'],
  pdf417: ['PDF_417'],
}

/**
 * `wx.scanCode` (developers.weixin.qq.com/miniprogram/dev/api/device/scan/wx.scanCode.html, 2026-11): whoever develops
 * types what the code says. Assumption: a code of this mini-program, WX_CODE, says its page, and nothing else: "当所扫的码为当前
 * 小程序二维码时，会返回此字段，内容为二维码携带的 path".
 */
export const scanning: WxTopic = ({ phone }) => ({
  scanCode: asyncCall('scanCode', async (options) => {
    const wanted = wantedTypes(options)
    const answer = await askFields(
      phone,
      '扫码',
      [
        { label: '内容', value: '' },
        { label: '码型', value: wanted[0] ?? '' },
      ],
      '确定',
    )
    if (!answer) throw new Error('cancel')
    const [content = '', scanType = ''] = answer
    // Assumption: a camera would go on looking instead.
    if (!wanted.includes(scanType)) throw new Error(`scanType "${scanType}" is not among those asked for`)
    const isOwn = scanType === 'WX_CODE'
    return {
      result: isOwn ? '' : content,
      scanType,
      charSet: 'utf-8',
      rawData: encodingOf('base64').decode(new TextEncoder().encode(content)),
      ...(isOwn && { path: content }),
    }
  }),
})

function wantedTypes({ scanType }: Options): string[] {
  const asked = Array.isArray(scanType) && scanType.length > 0 ? scanType.map(String) : ['qrCode', 'barCode']
  return asked.flatMap((kind) => KINDS[kind] ?? [])
}
