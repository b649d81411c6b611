import { part } from '../phone.ts'
import { askSheet } from '../router/sheet.ts'
import { asyncCall, WxFailure, type WxTopic } from './api.ts'

/** "一次调用最多可订阅3条消息" */
const MOST_TEMPLATES = 3

/**
 * `wx.requestSubscribeMessage` (developers.weixin.qq.com/miniprogram/dev/api/open-api/subscribe-message/wx.requestSubscribeMessage.html,
 * 2026-11): a sheet on which each template is accepted or rejected; its errCode is of the table on that page. Nothing is
 * kept of the answer, and no message is ever sent.
 */
export const subscription: WxTopic = ({ choice, phone }) => ({
  requestSubscribeMessage: asyncCall('requestSubscribeMessage', async ({ tmplIds }) => {
    if (!navigator.userActivation.isActive) throw new Error('can only be invoked by user TAP gesture.')
    const ids = Array.isArray(tmplIds) ? tmplIds.map(String) : []
    // Assumption: the words of both.
    if (ids.length === 0) throw failure("TmplIds can't be empty", 10_001)
    if (ids.length > MOST_TEMPLATES) throw failure('Templates count out of max bounds', 20_003)

    const boxes = ids.map((id) => {
      const box = part('input', 'template-choice')
      box.type = 'checkbox'
      box.checked = true
      return { id, box }
    })
    const rows = boxes.map(({ id, box }) => {
      const row = part('label', 'template-row')
      Object.assign(row.style, {
        display: 'flex',
        gap: '12px',
        padding: '12px 16px',
        overflowWrap: 'anywhere',
      })
      row.append(box, part('span', '', id))
      return row
    })
    const title = `${choice.app.alias} 申请发送通知`
    const heading = part('p', 'modal-content', title)
    const chosen = await askSheet(phone, title, [heading, ...rows], [{ label: '允许' }, { label: '拒绝' }])
    return Object.fromEntries(
      boxes.map(({ id, box }) => [id, chosen === 0 && box.checked ? 'accept' : 'reject']),
    )
  }),
})

const failure = (words: string, errCode: number): WxFailure =>
  new WxFailure(`requestSubscribeMessage:fail ${words}`, { errCode })
