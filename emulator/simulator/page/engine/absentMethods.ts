import { component as adapter } from 'glass-easel-miniprogram-adapter'
import { notEmulated } from '../wx/notEmulated.ts'

/** Of developers.weixin.qq.com/miniprogram/dev/reference/api/Component.html (2026-11) those that nothing stands behind. */
const ABSENT = ['setUpdatePerformanceListener', 'applyAnimatedStyle', 'clearAnimatedStyle', 'setPassiveEvent']

/** Methods of pages and components that the simulator lacks say so instead of being no function. */
export function reportAbsentMethods(): void {
  for (const name of ABSENT) {
    Object.assign(adapter.ComponentCaller.prototype, { [name]: () => void notEmulated(`this.${name}`) })
  }
}
