import { asyncCall, type WxTopic } from './api.ts'
import { askFields } from './fieldSheet.ts'

/** By the field of the answer: what it is called on the sheet, and a made-up beginning. */
type Entry = Readonly<Record<string, readonly [label: string, value: string]>>

const address = (person: string, telephone: string): Entry => ({
  userName: ['收货人', person],
  telNumber: ['手机号码', telephone],
  provinceName: ['省', '广东省'],
  cityName: ['市', '广州市'],
  countyName: ['区', '海珠区'],
  streetName: ['街道', '南洲街道'],
  detailInfo: ['详细地址', '新港中路 397 号'],
  postalCode: ['邮编', '510000'],
  nationalCode: ['地区码', '440105'],
})

const INVOICE: Entry = {
  type: ['0 单位 1 个人', '0'],
  title: ['抬头', '示例科技有限公司'],
  taxNumber: ['税号', '91440101EXAMPLE00X'],
  companyAddress: ['单位地址', '广州市海珠区新港中路 397 号'],
  telephone: ['电话', '020-00000000'],
  bankName: ['开户行', '示例银行'],
  bankAccount: ['账号', '0000000000000000'],
}

/**
 * What a person keeps in WeChat for such questions (developers.weixin.qq.com/miniprogram/dev/api/open-api/address/wx.chooseAddress.html
 * and …/invoice/wx.chooseInvoiceTitle.html, 2026-11): one made-up entry, which can be changed on the sheet.
 */
export const personal: WxTopic = ({ phone, choice, privacy }) => {
  const choose = (api: string, title: string, entry: Entry) =>
    asyncCall(api, async () => {
      await privacy.authorize(api)
      const fields = Object.values(entry).map(([label, value]) => ({ label, value }))
      const answer = await askFields(phone, title, fields, '确定')
      if (!answer) throw new Error('cancel')
      const given = Object.fromEntries(Object.keys(entry).map((name, at) => [name, answer[at] ?? '']))
      // "包含街道的详细收货地址信息"
      const whole = `${given['streetName']}${given['detailInfo']}`
      return 'detailInfo' in given ? { ...given, detailInfoNew: whole } : given
    })

  return {
    chooseAddress: choose('chooseAddress', '收货地址', address(choice.person.name, '020-81167888')),
    chooseInvoiceTitle: choose('chooseInvoiceTitle', '发票抬头', INVOICE),
  }
}
