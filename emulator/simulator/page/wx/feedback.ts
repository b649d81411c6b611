import { part } from '../phone.ts'
import { askSheet } from '../router/sheet.ts'
import { asyncCall, type Options, textOption, typeName, type WxTopic } from './api.ts'
import { askModal } from './modal.ts'

/** "最多 4 个字符" and "数组长度最大为 6" of the pages below. */
const MOST_LETTERS = 4
const MOST_ITEMS = 6

/**
 * Dialogs (developers.weixin.qq.com/miniprogram/dev/api/ui/interaction/wx.showModal.html and wx.showActionSheet.html,
 * 2026-11).
 */
export const feedback: WxTopic = ({ phone }) => ({
  showModal: asyncCall('showModal', (options) => {
    for (const name of ['confirmText', 'cancelText']) {
      if ([...textOption(options, name)].length > MOST_LETTERS)
        throw new Error(`${name} length should not larger than ${MOST_LETTERS} Chinese characters`)
    }
    return askModal(phone, options)
  }),
  showActionSheet: asyncCall('showActionSheet', async (options) => {
    const items = itemsOf(options)
    const alert = textOption(options, 'alertText')
    const content = alert === '' ? [] : [part('p', 'modal-content', alert)]
    const answered = askSheet(
      phone,
      alert || items.join(' '),
      content,
      items.map((label) => ({ label })),
    )
    for (const action of phone.overlays.querySelectorAll('.sheet-action:not(.sheet-cancel)'))
      if (action instanceof HTMLElement) action.style.color = textOption(options, 'itemColor')
    const tapIndex = await answered
    if (tapIndex === undefined) throw new Error('cancel')
    return { tapIndex }
  }),
})

function itemsOf({ itemList }: Options): string[] {
  if (!Array.isArray(itemList))
    throw new Error(`parameter error: parameter.itemList should be Array instead of ${typeName(itemList)};`)
  // Assumption: the words.
  if (itemList.length > MOST_ITEMS)
    throw new Error(`parameter error: itemList should not be larger than ${MOST_ITEMS}`)
  return itemList.map(String)
}
