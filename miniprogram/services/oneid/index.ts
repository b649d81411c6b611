export type { Paid } from './confirmation'
export type {
  LoginRequest,
  NextRoute,
  OrderStatus,
  Product,
  SignedIn,
  UnionidReason,
  UnionidState,
} from './contract'
export { OneIdError } from './error'
export { login } from './login'
export type { PayOptions } from './pay'
export { orderStatus, pay, products } from './pay'
