import type { LinkedIdentity } from '../../services/oneid/index'
import { dayOf } from '../../view/moment'

/** One app of the account as the page shows it. */
export interface LinkedApp {
  id: string
  name: string
  kind: string
  isCurrent: boolean
  /** Days on which the person was there. */
  firstSeen: string
  lastSeen: string
  unionid: string
}

const KINDS: Readonly<Record<LinkedIdentity['kind'], string>> = {
  'mini-program': '小程序',
  'official-account': '公众号',
  website: '网站',
  'mobile-app': '移动应用',
  unknown: '已下线的应用',
}

export function linkedAppOf({ id, app, kind, current, ...seen }: LinkedIdentity): LinkedApp {
  return {
    id,
    name: app,
    kind: KINDS[kind],
    isCurrent: current,
    firstSeen: dayOf(seen.firstSeen),
    lastSeen: dayOf(seen.lastSeen),
    unionid: seen.unionid === 'known' ? 'UnionID 已知' : 'UnionID 暂缺',
  }
}
