import { NICKNAME_LIST } from './builtins/input.ts'
import type { Phone } from './phone.ts'

/** What the keyboard of `<input type="nickname">` offers: the name in WeChat. */
export function offerNickname(phone: Phone, name: string): void {
  const list = document.createElement('datalist')
  list.id = NICKNAME_LIST
  list.append(new Option(name, name))
  phone.screen.append(list)
}
