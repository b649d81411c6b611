import { animation } from './animation.ts'
import type { WxHost, WxTopic } from './api.ts'
import { appEvents } from './appEvents.ts'
import { audio } from './audio.ts'
import { base64 } from './base64.ts'
import { bundled } from './bundled.ts'
import { canIUse } from './canIUse.ts'
import { canvas } from './canvas.ts'
import { choosing } from './choosing.ts'
import { clipboard } from './clipboard.ts'
import { cloud } from './cloud.ts'
import { device } from './device.ts'
import { diagnostics } from './diagnostics.ts'
import { feedback } from './feedback.ts'
import { fileSystem } from './fileSystem.ts'
import { leaving } from './leaving.ts'
import { login } from './login.ts'
import { navigation } from './navigation.ts'
import { network } from './network.ts'
import { reportingUnknown } from './notEmulated.ts'
import { observers } from './observers.ts'
import { openCalls } from './openCalls.ts'
import { payment } from './payment.ts'
import { personal } from './personal.ts'
import { pictures } from './pictures.ts'
import { place } from './place.ts'
import { privacy } from './privacy.ts'
import { randomValues } from './randomValues.ts'
import { request } from './request.ts'
import { scanning } from './scanning.ts'
import { screen } from './screen.ts'
import { selectorQuery } from './selectorQuery.ts'
import { settings } from './settings.ts'
import { socket } from './socket.ts'
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
  scanning,
  appEvents,
  animation,
  leaving,
  screen,
  audio,
  personal,
  openCalls,
  bundled,
  socket,
  canvas,
]

/** The `wx` of one person in one mini-program. */
export function createWx(host: WxHost): object {
  const members = Object.fromEntries(topics.flatMap((topic) => Object.entries(topic(host))))
  return reportingUnknown('wx', {
    ...members,
    canIUse: canIUse(members),
  })
}
