import type { WxHost, WxTopic } from './api.ts'
import { base64 } from './base64.ts'
import { canIUse } from './canIUse.ts'
import { choosing } from './choosing.ts'
import { clipboard } from './clipboard.ts'
import { cloud } from './cloud.ts'
import { device } from './device.ts'
import { diagnostics } from './diagnostics.ts'
import { feedback } from './feedback.ts'
import { fileSystem } from './fileSystem.ts'
import { login } from './login.ts'
import { navigation } from './navigation.ts'
import { network } from './network.ts'
import { reportingUnknown } from './notEmulated.ts'
import { observers } from './observers.ts'
import { payment } from './payment.ts'
import { pictures } from './pictures.ts'
import { place } from './place.ts'
import { privacy } from './privacy.ts'
import { randomValues } from './randomValues.ts'
import { request } from './request.ts'
import { selectorQuery } from './selectorQuery.ts'
import { settings } from './settings.ts'
import { storage } from './storage.ts'
import { subscription } from './subscription.ts'
import { system } from './system.ts'
import { toast } from './toast.ts'
import { transfers } from './transfers.ts'
import { windowEvents } from './windowEvents.ts'

const topics: readonly WxTopic[] = [
  storage,
  feedback,
  toast,
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
  windowEvents,
  network,
  device,
  place,
  settings,
  choosing,
  pictures,
  subscription,
  diagnostics,
  base64,
  fileSystem,
]

/** The `wx` of one person in one mini-program. */
export function createWx(host: WxHost): object {
  const members = Object.fromEntries(topics.flatMap((topic) => Object.entries(topic(host))))
  return reportingUnknown('wx', {
    ...members,
    canIUse: canIUse(members),
  })
}
