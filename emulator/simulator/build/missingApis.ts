import { readFileSync } from 'node:fs'
import { emulatedApis } from './emulatedApis.ts'
import { nameInProblems, positionAt } from './problem.ts'
import { findWxUses } from './wxUses.ts'

/**
 * What the scripts of a mini-program ask of `wx` and the simulator does not have, a line for each name.
 * @param scripts absolute paths
 */
export async function missingApis(root: string, scripts: readonly string[]): Promise<string[]> {
  const emulated = await emulatedApis().catch((error: unknown) => String(error))
  if (typeof emulated === 'string') return [`which members of wx are emulated could not be read: ${emulated}`]
  const found = new Map<string, string[]>()
  for (const script of scripts) {
    const code = readFileSync(script, 'utf8')
    for (const { name, offset } of findWxUses(code)) {
      if (emulated.has(name)) continue
      const { line, column } = positionAt(code, offset)
      const place = `${nameInProblems(root, script)}:${line}:${column}`
      found.set(name, [...(found.get(name) ?? []), place])
    }
  }
  return [...found].map(([name, [first = '', ...more]]) => {
    const others = more.length > 0 ? ` (and ${more.length} more)` : ''
    return (
      `${first}${others}: wx.${name} is not emulated by the simulator: calling it throws. ` +
      `Ask wx.canIUse('${name}') before, or try this part in WeChat DevTools`
    )
  })
}
