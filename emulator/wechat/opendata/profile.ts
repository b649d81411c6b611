import { createHash } from 'node:crypto'
import type { Holder } from '../clientApi.ts'
import type { Policy } from '../definition.ts'

/**
 * userInfo as wx.getUserInfo and wx.getUserProfile give it. Everybody is the same person today: getUserInfo since
 * 2021-04-28 (announcement 000cacfa20ce88df04cb468bc52801), getUserProfile since 2022-11-08 (announcement
 * 00022c683e8a80b29bed2142b56c01); gender and region went on 2021-10-20. Before 2021 it is the person's own.
 */
export const userInfoOf = ({ person }: Holder, policy: Policy) => {
  const anonymous = policy === 'since-2021'
  const picture = anonymous ? 'anonymous' : createHash('sha256').update(person.id).digest('hex')
  return {
    nickName: anonymous ? '微信用户' : person.name,
    gender: 0,
    language: anonymous ? '' : 'zh_CN',
    city: '',
    province: '',
    country: '',
    // Assumption: the name of the picture; WeChat's own host and size, where no simulated picture is.
    avatarUrl: `https://thirdwx.qlogo.cn/mmopen/vi_32/${picture}/132`,
  }
}
