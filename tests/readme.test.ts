import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { createWorld, withContext } from '../emulator/testkit/index.ts'
import { inProject } from '../scripts/project/paths.ts'

/** What README promises in five lines each, and what it must do. A line that changes there fails here. */
const WORLD = `const world = await createWorld({ people: ['alice'], apps: [{ alias: 'shop' }], functions: 'dist/cloudfunctions' })
const reply = await world.person('alice').in('shop').call('login', {})
world.clock.advance('4m59s')
console.log(reply, world.calls().at(-1)?.requests)
await world.close()`

const CONTEXT = `const caller = { OPENID: 'oAliceAliceAlice', APPID: 'wx5a3e1f0c7b2d4e61', UNIONID: 'oUnionUnionUnion' }
const reply = await withContext(caller, () => main(event, context))`

type Run = (...args: unknown[]) => Promise<unknown>

/** Code of the README as a function of the names that it uses. */
const runnable = (code: string, names: readonly string[]): Run => {
  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor
  return new AsyncFunction(...names, `${code}\nreturn reply`)
}

it.each(['README.md', 'README.zh-CN.md'])('%s shows exactly this code', (file) => {
  const text = readFileSync(inProject(file), 'utf8').replaceAll('\r\n', '\n')
  expect(text).toContain(`\`\`\`ts\n${WORLD}\n\`\`\``)
  expect(text).toContain(`\`\`\`ts\n${CONTEXT}\n\`\`\``)
})

it('the world of the README works', async () => {
  const printed: unknown[][] = []
  const reply = await runnable(WORLD, ['createWorld', 'console'])(createWorld, {
    log: (...words: unknown[]) => printed.push(words),
  })
  // An app that nobody registered is refused by name: the sample registry knows only its own appids.
  expect(reply).toMatchObject({ ok: false, code: 'APP_NOT_REGISTERED' })
  expect(printed).toEqual([[reply, []]])
})

it('the context of the README works', async () => {
  const { main } = await import('../cloudfunctions/login/index.ts')
  const reply = await runnable(CONTEXT, ['withContext', 'main', 'event', 'context'])(
    withContext,
    main,
    {},
    {},
  )
  expect(reply).toMatchObject({ ok: false })
})
