import type { Phone } from './phone.ts'
import { askModal } from './wx/modal.ts'

/** The sheet on which WeChat asks whether a mini-program may have something. */
export async function askConsent(phone: Phone, title: string, content: string): Promise<boolean> {
  const { confirm } = await askModal(phone, { title, content, confirmText: '允许', cancelText: '不允许' })
  return confirm
}
