import type { LaunchOptions } from '../application.ts'
import { parseAddress } from './address.ts'

/** "发现栏小程序主入口": developers.weixin.qq.com/miniprogram/dev/reference/scene-list.html (2026-11) */
const MAIN_ENTRANCE = 1001

/**
 * How the mini-program is entered: at its first page, or as the query of the simulator's address says
 * (`launch=pages/b?id=7`, encoded, and `scene=1007`), as a card in a chat or a code would.
 */
export function readEntrance(query: URLSearchParams, firstPage: string): LaunchOptions {
  const launch = query.get('launch')
  const address = launch === null ? { path: firstPage, query: {} } : parseAddress(launch, '')
  const scene = Number(query.get('scene') ?? MAIN_ENTRANCE)
  return { ...address, scene, shareTicket: undefined, referrerInfo: {} }
}
