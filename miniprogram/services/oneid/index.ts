export { account } from './account'
export { useCloud } from './call'
export type { Paid } from './confirmation'
export type {
  Account,
  LinkedIdentity,
  LoginRequest,
  NextRoute,
  OrderStatus,
  Product,
  SignedIn,
  UnionidReason,
  UnionidState,
} from './contract'
export { OneIdError } from './error'
export { claimGuest, guestId } from './guest'
export { keepCode } from './keptCode'
export { login } from './login'
export type { OpenData } from './openData'
export { loginWithOpenData } from './openData'
export type { PayOptions } from './pay'
export { orderStatus, pay, products } from './pay'
export type { PhoneTap } from './phone'
export { savePhone } from './phone'
export type { PrivacyAsked } from './privacy'
export { onPrivacyNeeded } from './privacy'
