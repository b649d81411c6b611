import { part } from './phone.ts'

/** Says on the page why the mini-program is not running; the console has the stack with source positions. */
export function showFault(where: HTMLElement, error: unknown): void {
  console.error(error)
  const text = error instanceof Error ? error.message : String(error)
  const box = part('section', 'fault')
  box.setAttribute('role', 'alert')
  box.append(
    part('h1', 'fault-title', '小程序没有启动 · The mini-program did not start'),
    part('pre', '', text),
  )
  where.append(box)
}
