import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join, posix } from 'node:path'
import * as v from 'valibot'
import { afterAll, describe, expect, it } from 'vitest'
import { checkLayering, describeViolations } from '../../scripts/layering.ts'
import { PROJECT_ROOT } from '../../scripts/project/paths.ts'

const CONTRACT = 'miniprogram/services/oneid/contract.ts'
const PACKAGES = ['valibot', 'wx-server-sdk', 'hono', 'jose', 'vitest', 'fast-check']

/** From a file to a file or a package. A wrong one names the law that it breaks. */
type Arrow = readonly [from: string, to: string]
type WrongArrow = readonly [law: string, from: string, to: string]

const lawful: readonly Arrow[] = [
  ['cloudfunctions/common/base/ids.ts', 'valibot'],
  ['cloudfunctions/common/base/ids.test.ts', 'vitest'],
  ['cloudfunctions/common/identity/decide.ts', 'cloudfunctions/common/base/ids.ts'],
  ['cloudfunctions/common/identity/decide.test.ts', 'fast-check'],
  ['cloudfunctions/common/wechat/context.ts', 'wx-server-sdk'],
  ['cloudfunctions/common/wechat/sign.ts', 'node:crypto'],
  ['cloudfunctions/common/routes/paidOrder.ts', 'cloudfunctions/common/wechat/context.ts'],
  ['cloudfunctions/common/store/users.ts', 'wx-server-sdk'],
  ['cloudfunctions/common/store/documentIds.ts', 'node:crypto'],
  ['cloudfunctions/common/flows/signIn.ts', 'cloudfunctions/common/store/users.ts'],
  ['cloudfunctions/common/runtime/server.ts', 'hono'],
  ['cloudfunctions/common/currentUser.ts', 'cloudfunctions/common/store/users.ts'],
  ['cloudfunctions/login/index.ts', 'cloudfunctions/common/flows/signIn.ts'],
  ['cloudfunctions/account/index.ts', 'cloudfunctions/oneid.config.ts'],
  ['cloudfunctions/pay/index.ts', CONTRACT],
  ['emulator/localCloud.ts', 'emulator/cloudbase/wire.ts'],
  ['emulator/localCloudOfWorld.ts', 'emulator/wechat/world.ts'],
  ['emulator/cloudbase/database/index.ts', 'emulator/cloudbase/service.ts'],
  ['emulator/cli/start.ts', 'emulator/localCloud.ts'],
  ['emulator/testkit/createWorld.ts', 'emulator/localCloudOfWorld.ts'],
  ['emulator/simulator/login.browser.test.ts', 'emulator/testkit/createWorld.ts'],
  ['miniprogram/app.ts', CONTRACT],
  ['scripts/start.ts', 'emulator/cli/start.ts'],
  ['tests/login.test.ts', 'cloudfunctions/common/store/users.ts'],
  ['tests/world.test.ts', 'emulator/testkit/createWorld.ts'],
]

/** Lawful alone; it closes a circle with the wrong arrow below, and a circle is reported once. */
const backInTheCircle: Arrow = ['tests/circle/b.ts', 'tests/circle/a.ts']

const HANDLERS = 'handlers-import-only-runtime-routes-flows-and-base'
const wrong: readonly WrongArrow[] = [
  ['base-imports-nothing', 'cloudfunctions/common/base/w1.ts', 'cloudfunctions/common/identity/decide.ts'],
  ['base-imports-nothing', 'cloudfunctions/common/base/w2.ts', 'node:crypto'],
  [
    'identity-imports-only-base',
    'cloudfunctions/common/identity/w1.ts',
    'cloudfunctions/common/store/users.ts',
  ],
  ['tests-of-identity-import-only-base', 'cloudfunctions/common/identity/w2.test.ts', 'node:crypto'],
  [
    'wechat-imports-only-base',
    'cloudfunctions/common/wechat/w.ts',
    'cloudfunctions/common/identity/decide.ts',
  ],
  [
    'routes-import-only-base-identity-and-wechat',
    'cloudfunctions/common/routes/w.ts',
    'cloudfunctions/common/store/users.ts',
  ],
  [
    'store-imports-only-base-and-identity',
    'cloudfunctions/common/store/w.ts',
    'cloudfunctions/common/wechat/sign.ts',
  ],
  ['flows-import-only-the-rooms-they-join', 'cloudfunctions/common/flows/w1.ts', 'valibot'],
  [
    'flows-import-only-the-rooms-they-join',
    'cloudfunctions/common/flows/w2.ts',
    'cloudfunctions/common/runtime/server.ts',
  ],
  [
    'runtime-imports-only-base-wechat-and-the-server-libraries',
    'cloudfunctions/common/runtime/w1.ts',
    'cloudfunctions/common/flows/signIn.ts',
  ],
  [
    'currentUser-imports-only-base-and-store',
    'cloudfunctions/common/currentUser.test.ts',
    'cloudfunctions/common/flows/signIn.ts',
  ],
  [HANDLERS, 'cloudfunctions/w1/index.ts', 'cloudfunctions/common/store/users.ts'],
  [HANDLERS, 'cloudfunctions/w2/index.ts', 'cloudfunctions/login/index.ts'],
  [HANDLERS, 'cloudfunctions/w3/index.ts', 'cloudfunctions/common/currentUser.ts'],
  [
    'common-imports-no-handler-and-no-configuration',
    'cloudfunctions/common/newRoom/w1.ts',
    'cloudfunctions/login/index.ts',
  ],
  [
    'common-imports-no-handler-and-no-configuration',
    'cloudfunctions/common/newRoom/w2.ts',
    'cloudfunctions/oneid.config.ts',
  ],
  ...['emulator/wechat/world.ts', 'miniprogram/app.ts', 'scripts/start.ts', 'tests/support.ts'].map(
    (to, index): WrongArrow => [
      'functions-import-nothing-of-other-rooms-but-the-contract',
      `cloudfunctions/w${index}.ts`,
      to,
    ],
  ),
  ['wx-server-sdk-only-in-runtime-wechat-and-store', 'cloudfunctions/oneid.config.ts', 'wx-server-sdk'],
  ...['cloudfunctions/common/base/ids.ts', CONTRACT, 'scripts/start.ts', 'tests/support.ts'].map(
    (to, index): WrongArrow => [
      'emulator-imports-nothing-of-the-product',
      `emulator/testkit/w${index}.ts`,
      to,
    ],
  ),
  ...['cloudbase', 'wechat'].flatMap((room) =>
    [room === 'wechat' ? 'cloudbase' : 'wechat', 'simulator', 'console', 'testkit', 'cli'].map(
      (other): WrongArrow => [
        `${room === 'wechat' ? 'simulated-wechat' : room}-imports-no-other-room-of-the-emulator`,
        `emulator/${room}/${other}W.ts`,
        `emulator/${other}/empty.ts`,
      ],
    ),
  ),
  [
    'emulated-services-do-not-import-each-other',
    'emulator/cloudbase/functions/w.ts',
    'emulator/cloudbase/database/index.ts',
  ],
  [
    'local-cloud-imports-no-control-plane',
    'emulator/cloudbase/functions/plane.ts',
    'emulator/controlPlane/index.ts',
  ],
  ...['cloudbase', 'wechat', 'testkit', 'cli'].map(
    (other): WrongArrow => [
      'simulator-imports-no-server',
      `emulator/simulator/${other}W.ts`,
      `emulator/${other}/empty.ts`,
    ],
  ),
  [
    'browser-tests-of-the-simulator-start-a-server-only-by-testkit',
    'emulator/simulator/w.browser.test.ts',
    'emulator/cloudbase/wire.ts',
  ],
  ...['console', 'testkit', 'cli'].map(
    (other): WrongArrow => [
      'emulator-server-imports-no-console-testkit-or-cli',
      `emulator/${other}W.ts`,
      `emulator/${other}/empty.ts`,
    ],
  ),
  ['miniprogram-imports-nothing-outside-itself', 'miniprogram/w1.ts', 'cloudfunctions/common/base/ids.ts'],
  ['miniprogram-imports-nothing-outside-itself', 'miniprogram/w2.ts', 'valibot'],
  ['test-tools-only-in-tests', 'cloudfunctions/common/store/tools.ts', 'vitest'],
  ['test-tools-only-in-tests', 'emulator/testkit/tools.ts', 'fast-check'],
  ['no-circular-imports', 'tests/circle/a.ts', 'tests/circle/b.ts'],
  ['no-unresolved-imports', 'scripts/w.ts', './missing.ts'],
]

/** Arrows that are wrong because they are more than types. */
const wrongAsCode: readonly WrongArrow[] = [
  ['contract-is-imported-as-types', 'cloudfunctions/w5/index.ts', CONTRACT],
  [
    'wx-server-sdk-is-imported-as-types-outside-runtime',
    'cloudfunctions/common/wechat/code.ts',
    'wx-server-sdk',
  ],
  [
    'wx-server-sdk-is-imported-as-types-outside-runtime',
    'cloudfunctions/common/store/code.ts',
    'wx-server-sdk',
  ],
]

const trees: string[] = []
afterAll(() => {
  for (const tree of trees) rmSync(tree, { recursive: true, force: true })
})

function newTree(): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'layering-')))
  trees.push(root)
  return root
}

function write(root: string, path: string, text: string): void {
  mkdirSync(join(root, dirname(path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

function specifier(from: string, to: string): string {
  const relative = posix.relative(posix.dirname(from), to)
  if (!to.endsWith('.ts') || to.startsWith('.')) return to
  return relative.startsWith('.') ? relative : `./${relative}`
}

/** A small house in which each arrow is one file with one import, and what it points at is an empty file. */
function plant(types: readonly Arrow[], code: readonly Arrow[] = []): string {
  const root = newTree()
  const arrows = [...types, ...code]
  for (const [, to] of arrows) if (to.endsWith('.ts') && !to.startsWith('.')) write(root, to, 'export {}\n')
  for (const name of PACKAGES) {
    write(root, `node_modules/${name}/package.json`, JSON.stringify({ name, main: 'index.js' }))
    write(root, `node_modules/${name}/index.js`, '')
  }
  for (const [from, to] of types) write(root, from, `import type { A } from '${specifier(from, to)}'\n`)
  for (const [from, to] of code) write(root, from, `import { a } from '${specifier(from, to)}'\n`)
  return root
}

const withoutLaw = ([, from, to]: WrongArrow): Arrow => [from, to]

describe('one wrong arrow', async () => {
  const { violations } = await checkLayering(
    plant([...lawful, backInTheCircle, ...wrong.map(withoutLaw)], wrongAsCode.map(withoutLaw)),
  )

  it.each([...wrong, ...wrongAsCode])('breaks %s: %s → %s', (law, from) => {
    expect(violations.filter((each) => each.from === from).map((each) => each.rule)).toEqual([law])
  })

  it('is all that is reported', () => {
    expect(violations.map((each) => each.from).sort()).toEqual(
      [...wrong, ...wrongAsCode].map(([, from]) => from).sort(),
    )
  })

  it('is planted for every law', () => {
    const Laws = v.object({ forbidden: v.array(v.object({ name: v.string() })) })
    const laws: unknown = createRequire(import.meta.url)('../../.dependency-cruiser.cjs')
    const names = v.parse(Laws, laws).forbidden.map((law) => law.name)
    expect([...new Set(wrong.map(([law]) => law))].sort()).toEqual(names.sort())
  })
})

describe('a house in order', () => {
  it('has lawful arrows of every kind', async () => {
    const root = plant(lawful, [
      ['cloudfunctions/common/runtime/cloud.ts', 'wx-server-sdk'],
      ['cloudfunctions/gateway/index.ts', 'cloudfunctions/common/runtime/server.ts'],
    ])
    expect(describeViolations(await checkLayering(root))).toBe('')
  })

  it('is this one', async () => {
    const layering = await checkLayering(PROJECT_ROOT)
    expect(describeViolations(layering)).toBe('')
    expect(layering.modules).toBeGreaterThan(50)
  })
})

describe('a house that could not be read', () => {
  it('fails if it has no modules', async () => {
    const { modules, violations } = await checkLayering(newTree())
    expect(modules).toBe(0)
    expect(violations.map((each) => each.rule)).toEqual(['every-file-is-read'])
  })

  it('fails if the parser skips an import', async () => {
    const root = plant([])
    write(root, 'tests/a.ts', 'export interface A {}\n')
    write(root, 'tests/b.ts', "export type B = import('./a.ts').A\n")
    expect(describeViolations(await checkLayering(root))).toBe('every-import-is-read: tests/b.ts → ./a.ts\n')
  })

  it('fails if the cruiser reads none of its files', async () => {
    const root = plant([['emulator/a.ts', 'emulator/b.ts']])
    const laws = join(root, 'laws.cjs')
    writeFileSync(laws, "module.exports = { forbidden: [], options: { exclude: { path: '^emulator/' } } }\n")
    const { modules, violations } = await checkLayering(root, laws)
    expect(modules).toBe(0)
    expect(violations.map((each) => each.from)).toEqual(['emulator/a.ts', 'emulator/b.ts'])
  })
})
