import fc from 'fast-check'
import * as v from 'valibot'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { bindingAt } from '../../cloudfunctions/common/base/apps.ts'
import { readConfig } from '../../cloudfunctions/common/base/config.ts'
import { UserIdSchema } from '../../cloudfunctions/common/base/ids.ts'
import type { ActiveUser, ProvedUnion } from '../../cloudfunctions/common/identity/facts.ts'
import { keyIdsOf } from '../../cloudfunctions/common/store/identities.ts'
import { changesFor } from './changes.ts'
import { decideDry } from './dryDecision.ts'
import type { RowFacts } from './facts.ts'
import type { Overlay } from './overlay.ts'
import { OVERLAY_TABLES, openOverlay } from './overlay.ts'
import { checkRow } from './row.ts'
import type { Scratch } from './scratch.ts'
import { openScratch } from './scratch.ts'

const NOW = Date.parse('2026-11-20T08:00:00Z')

/** Two open platforms, and an app that went from one to the other. */
const registry = readConfig({
  apps: [
    {
      appid: 'wx00000000000000a1',
      alias: 'shop',
      kind: 'mini-program',
      bindings: [{ openPlatform: 'main', since: '2021-03-01' }],
    },
    {
      appid: 'wx00000000000000a2',
      alias: 'club',
      kind: 'mini-program',
      bindings: [{ openPlatform: 'main', since: '2022-06-15' }],
    },
    { appid: 'wx00000000000000a3', alias: 'lab', kind: 'mini-program', bindings: [] },
    {
      appid: 'wx00000000000000a4',
      alias: 'moved',
      kind: 'mini-program',
      bindings: [
        { openPlatform: 'main', since: '2021-03-01' },
        { openPlatform: 'second', since: '2024-01-01' },
      ],
    },
  ],
})

let scratch: Scratch
let overlay: Overlay

beforeEach(() => {
  scratch = openScratch(OVERLAY_TABLES)
  overlay = openOverlay(scratch)
})
afterEach(() => scratch.close())

const rowOf = (text: string) => {
  const [app = '', openid = '', unionid = ''] = text.split(' ')
  const row = checkRow(registry, { app, openid, unionid, businessUserId: '' }, NOW)
  if (typeof row === 'string') throw new Error(row)
  return row
}

const idsOf = (text: string): readonly string[] => {
  const row = rowOf(text)
  const { appid, openid, unionid } = row
  const evidence = { appid, openid, ...(unionid !== undefined && { unionid }) }
  return keyIdsOf({ evidence, binding: bindingAt(row.app, NOW) })
}

/** The union that a row shows. */
const unionShown = (text: string): ProvedUnion => {
  const { app, unionid } = rowOf(text)
  const binding = bindingAt(app, NOW)
  if (binding === undefined || unionid === undefined) throw new Error('no union')
  return { platform: binding.openPlatform, epoch: binding.epoch, unionid }
}

const userOf = (name: string, unions: readonly ProvedUnion[] = []): ActiveUser => ({
  status: 'active',
  userId: v.parse(UserIdSchema, `u${name.padStart(22, '-')}`),
  createdAt: 1,
  version: 1,
  administrator: false,
  deleting: false,
  splitting: false,
  unions,
  barriers: [],
})

type Stored = Omit<RowFacts, 'ids'>

/** Decides rows batch by batch; what is stored is the same for every row with the same text. */
const decideAll = (
  batches: readonly (readonly string[])[],
  stored: Readonly<Record<string, Stored>> = {},
) => {
  let number = 0
  return batches.flatMap((texts) => {
    const rows = texts.map((text) => ({
      row: rowOf(text),
      facts: { ids: [...idsOf(text)], ...stored[text] },
    }))
    const changes = changesFor(
      overlay,
      rows.map(({ facts }) => facts),
    )
    const outcomes = rows.map(({ row, facts }) => {
      const { outcome } = decideDry(changes, { row, facts, number: number++, at: NOW })
      return outcome.outcome === 'conflict' ? outcome.reason : outcome.outcome
    })
    changes.save()
    return outcomes
  })
}

describe('a row is decided as if those before it had been taken in', () => {
  it.each([
    [
      ['shop oShop1', 'shop oShop1'],
      ['created', 'known'],
    ],
    [
      ['shop oShop1 uUnion1', 'club oClub1 uUnion1', 'club oClub1'],
      ['created', 'attached', 'known'],
    ],
    [
      ['shop oShop1', 'shop oShop1 uUnion1', 'shop oShop1 uUnion1'],
      ['created', 'attached', 'known'],
    ],
    [
      ['shop oShop1', 'club oClub1 uUnion1', 'shop oShop1 uUnion1', 'shop oShop1 uUnion1'],
      ['created', 'created', 'merged', 'known'],
    ],
    [
      ['shop oShop1 uUnion1', 'shop oShop1 uUnion2'],
      ['created', 'IDENTITY_HAS_OTHER_UNIONID'],
    ],
    [
      // The merge has reached what the loser had: its unionid is the survivor's.
      [
        'shop oShop1',
        'club oClub1 uUnion1',
        'shop oShop1 uUnion1',
        'club oClub1 uUnion2',
        'shop oShop1 uUnion2',
      ],
      ['created', 'created', 'merged', 'IDENTITY_HAS_OTHER_UNIONID', 'IDENTITY_HAS_OTHER_UNIONID'],
    ],
    // The same unionid under another open platform is somebody else's.
    [
      ['shop oShop1 uUnion1', 'moved oMoved uUnion1'],
      ['created', 'created'],
    ],
    [
      ['lab oLab001 uUnion1', 'shop oShop1 uUnion1'],
      ['created', 'created'],
    ],
  ])('%j', (rows, outcomes) => {
    expect(decideAll([rows])).toEqual(outcomes)
    scratch.close()
    scratch = openScratch(OVERLAY_TABLES)
    overlay = openOverlay(scratch)
    expect(decideAll(rows.map((row) => [row]))).toEqual(outcomes)
  })

  it('and who joined a stored user is known by the openid alone', () => {
    const holder = userOf('holder', [unionShown('shop oShop1 uUnion1')])
    const stored = { 'shop oShop1 uUnion1': { union: { user: holder } } }
    expect(decideAll([['shop oShop1 uUnion1'], ['shop oShop1']], stored)).toEqual(['attached', 'known'])
  })

  it('and a user who was merged twice is the last one, with the unionids of all', () => {
    const main = unionShown('shop oShop1 uUnion1')
    const second = unionShown('moved oMoved1 uUnion9')
    const eldest = { ...userOf('eldest'), createdAt: 0 }
    const elder = userOf('elder', [second])
    const youngest = { ...userOf('youngest', [main]), createdAt: 2 }
    const identity = (user: ActiveUser): Stored => ({ identity: { user, unions: [] } })
    const stored: Record<string, Stored> = {
      'shop oShop1 uUnion1': { ...identity(elder), union: { user: youngest } },
      'moved oMoved1 uUnion9': { ...identity(eldest), union: { user: elder } },
      'club oClub1': identity(youngest),
      'club oClub2 uUnion2': identity(eldest),
    }
    const rows = ['shop oShop1 uUnion1', 'moved oMoved1 uUnion9', 'club oClub1', 'club oClub2 uUnion2']
    const outcomes = ['merged', 'merged', 'known', 'USER_HAS_OTHER_UNIONID']
    expect(decideAll([rows], stored)).toEqual(outcomes)
    scratch.close()
    scratch = openScratch(OVERLAY_TABLES)
    overlay = openOverlay(scratch)
    expect(
      decideAll(
        rows.map((row) => [row]),
        stored,
      ),
    ).toEqual(outcomes)
  })

  it('and somebody who has deleted the account stays away', () => {
    const stored: Record<string, Stored> = { 'shop oShop1 uUnion1': { erased: true } }
    expect(decideAll([['shop oShop1 uUnion1'], ['shop oShop2 uUnion1']], stored)).toEqual([
      'refused',
      'created',
    ])
  })

  it('and against what is stored', () => {
    const union = unionShown('shop oShop1 uUnion1')
    const [administrator, holder] = [{ ...userOf('boss'), administrator: true }, userOf('holder', [union])]
    const stored: Record<string, Stored> = {
      'lab oLab001': { identity: { user: holder, unions: [] } },
      'shop oShop1 uUnion1': { identity: { user: administrator, unions: [] }, union: { user: holder } },
      'club oClub1 uUnion1': { identity: { user: userOf('late'), unions: [] }, union: { user: holder } },
      'club oClub1 uUnion2': { identity: { user: userOf('late'), unions: [] } },
    }
    const rows = ['lab oLab001', 'shop oShop1 uUnion1', 'club oClub1 uUnion1', 'club oClub1 uUnion2']
    const outcomes = ['known', 'ADMINISTRATOR', 'merged', 'IDENTITY_HAS_OTHER_UNIONID']
    expect(decideAll([rows], stored)).toEqual(outcomes)
  })

  it('however the rows are cut into batches', () => {
    const anyText = fc
      .tuple(
        fc.constantFrom('shop', 'club', 'lab', 'moved'),
        fc.constantFrom('oOpen1', 'oOpen2', 'oOpen3'),
        fc.constantFrom('', ' uUnion1', ' uUnion2', ' uUnion3'),
      )
      .map(([app, openid, unionid]) => `${app} ${openid}${unionid}`)
    fc.assert(
      fc.property(fc.array(anyText, { maxLength: 20 }), (rows) => {
        const fresh = (batches: readonly (readonly string[])[]) => {
          scratch.close()
          scratch = openScratch(OVERLAY_TABLES)
          overlay = openOverlay(scratch)
          return decideAll(batches)
        }
        expect(fresh([rows])).toEqual(fresh(rows.map((row) => [row])))
      }),
      { numRuns: 50 },
    )
  })

  it('unless the deployment knows other bindings', () => {
    const row = rowOf('shop oShop1 uUnion1')
    const facts = { ids: [...idsOf('shop oShop1')] }
    expect(() => decideDry(changesFor(overlay, [facts]), { row, facts, number: 0, at: NOW })).toThrow(
      'the deployment has other bindings for the app shop',
    )
  })
})
