import type { WxHost, WxTopic } from './api.ts'
import { clipboard } from './clipboard.ts'
import { cloud } from './cloud.ts'
import { feedback } from './feedback.ts'
import { login } from './login.ts'
import { navigation } from './navigation.ts'
import { reportingUnknown } from './notEmulated.ts'
import { observers } from './observers.ts'
import { payment } from './payment.ts'
import { privacy } from './privacy.ts'
import { randomValues } from './randomValues.ts'
import { request } from './request.ts'
import { selectorQuery } from './selectorQuery.ts'
import { storage } from './storage.ts'
import { system } from './system.ts'
import { transfers } from './transfers.ts'

const topics: readonly WxTopic[] = [
  storage,
  feedback,
  navigation,
  system,
  clipboard,
  cloud,
  login,
  payment,
  privacy,
  randomValues,
  request,
  transfers,
  selectorQuery,
  observers,
]

/** The `wx` of one person in one mini-program. */
export function createWx(host: WxHost): object {
  const members = Object.fromEntries(topics.flatMap((topic) => Object.entries(topic(host))))
  return reportingUnknown('wx', {
    ...members,
    // Answers for the member in front of the first dot; parameters and return values are not looked into.
    canIUse: (schema: string) => Object.hasOwn(members, schema.split('.')[0] ?? ''),
  })
}
