import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSchemaFile } from '../emulator/schemaFile.ts'
import { type FixtureProject, fixtureProject } from '../emulator/simulator/fixtureProject.ts'
import { launchBrowser } from '../emulator/testkit/browser.ts'
import type { TestWorld } from '../emulator/testkit/createWorld.ts'
import { createWorld } from '../emulator/testkit/index.ts'

/**
 * `wx.cloud.database()` and the files of `wx.cloud` as a mini-program uses them. Shapes: WeChat Cloud reference, "Database", read 2026-11, and what
 * wx-server-sdk 4.0.2 makes of the same package.
 */

let browser: Browser
let world: TestWorld
let project: FixtureProject
const functions = mkdtempSync(join(tmpdir(), 'echo-'))

beforeAll(async () => {
  mkdirSync(join(functions, 'echo'))
  writeFileSync(join(functions, 'echo', 'index.js'), 'exports.main = async (event) => event')
  project = fixtureProject({
    'pages/a.ts': "Page({ onLoad() { getApp().db = wx.cloud.database({ env: 'test' }) } })",
    'pages/a.wxml': '<view>ready</view>',
    'images/dot.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  })
  ;[browser, world] = await Promise.all([
    launchBrowser(),
    createWorld({
      people: ['alice', 'bob'],
      apps: [{ alias: 'shop' }],
      functions,
      miniprogramRoot: project.root,
      collections: readSchemaFile({
        collections: [
          { name: 'notes', access: 'own' },
          { name: 'shops', access: 'read-all-write-own' },
          { name: 'closed' },
        ],
      }),
    }),
  ])
})
afterAll(async () => {
  await browser.close()
  await world.close()
  project.remove()
  rmSync(functions, { recursive: true, force: true })
})

/** Runs code of a mini-program with its `db`; what it returns must be JSON. */
const onPhone = async (person: string) => {
  const page = await browser.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  await page.goto(`${world.url}/simulator/?person=${person}&app=shop`)
  await page.getByText('ready').waitFor()
  return {
    complaints,
    run: (code: string): Promise<unknown> =>
      page.evaluate(`(async (db, _, wx) => { ${code} })(
        logicLayer.getApp().db, logicLayer.getApp().db.command, logicLayer.wx)`),
    close: () => page.close(),
  }
}

const FAILURE = '({ errCode, errMsg }) => ({ errCode, errMsg })'

it('adds, reads, changes and removes with the results of WeChat', async () => {
  const alice = await onPhone('alice')
  const { openid } = world.person('alice').in('shop')
  expect(
    await alice.run(`return db.collection('notes').add({ data: { _id: 'a', n: 1, tags: ['x'] } })`),
  ).toEqual({
    _id: 'a',
    errMsg: 'collection.add:ok',
  })
  expect(await alice.run(`return db.collection('notes').doc('a').get()`)).toEqual({
    data: { _id: 'a', n: 1, tags: ['x'], _openid: openid },
    errMsg: 'document.get:ok',
  })
  expect(
    await alice.run(`return db.collection('notes').where({ n: _.gte(1).and(_.lt(5)) })
      .orderBy('n', 'desc').skip(0).limit(5).field({ n: true, _id: false }).get()`),
  ).toEqual({ data: [{ n: 1 }], errMsg: 'collection.get:ok' })
  expect(
    await alice.run(
      `return db.collection('notes').doc('a').update({ data: { n: _.inc(1), tags: _.push('y') } })`,
    ),
  ).toEqual({ stats: { updated: 1 }, errMsg: 'document.update:ok' })
  expect(await alice.run(`return db.collection('notes').where({ n: 2 }).update({ data: { n: 3 } })`)).toEqual(
    {
      stats: { updated: 1 },
      errMsg: 'collection.update:ok',
    },
  )
  expect(await alice.run(`return db.collection('notes').doc('b').set({ data: { n: 9 } })`)).toEqual({
    _id: 'b',
    stats: { updated: 0, created: 1 },
    errMsg: 'document.set:ok',
  })
  expect(await alice.run(`return db.collection('notes').count()`)).toEqual({
    total: 2,
    errMsg: 'collection.count:ok',
  })
  expect(await alice.run(`return db.collection('notes').where({ n: 9 }).remove()`)).toEqual({
    stats: { removed: 1 },
    errMsg: 'collection.remove:ok',
  })
  expect(await alice.run(`return db.collection('notes').doc('a').remove()`)).toEqual({
    stats: { removed: 1 },
    errMsg: 'document.remove:ok',
  })
  expect(alice.complaints).toEqual([])
  await alice.close()
})

it('dates, places and patterns keep their types', async () => {
  const alice = await onPhone('alice')
  world.clock.advance('1h')
  const before = world.clock.now()
  await alice.run(`await db.collection('shops').add({ data: {
    _id: 'one', name: 'Tea House', at: db.Geo.Point(113.3, 23.1), opened: db.serverDate({ offset: 60000 }), day: new Date(0) } })`)
  expect(
    await alice.run(`const { data } = await db.collection('shops').where({ name: db.RegExp({ regexp: '^tea', options: 'i' }) }).get()
      const [{ at, opened, day }] = data
      return [at.longitude, at.latitude, opened instanceof Date, day.getTime()]`),
  ).toEqual([113.3, 23.1, true, 0])
  const opened = Number(world.database.documents('shops')[0]?.['opened'])
  expect(opened).toBeGreaterThanOrEqual(before + 60_000)
  expect(opened).toBeLessThanOrEqual(world.clock.now() + 60_000)
  expect(
    await alice.run(`return (await db.collection('shops').where({ name: /HOUSE/i }).count()).total`),
  ).toBe(1)
  expect(world.database.documents('shops')[0]?.['at']).toEqual({ type: 'Point', coordinates: [113.3, 23.1] })
  expect(alice.complaints).toEqual([])
  await alice.close()
})

it('answers by callbacks too, and rejects with errCode and errMsg', async () => {
  const alice = await onPhone('alice')
  expect(
    await alice.run(`return new Promise((resolve) => {
      const heard = []
      const returned = db.collection('notes').add({ data: { _id: 'c' },
        success: (result) => heard.push(['success', result]),
        complete: () => { heard.push(['complete', typeof returned]); resolve(heard) } })
    })`),
  ).toEqual([
    ['success', { _id: 'c', errMsg: 'collection.add:ok' }],
    ['complete', 'undefined'],
  ])
  expect(
    await alice.run(`return new Promise((resolve) => db.collection('closed').get({
      fail: ({ errCode, errMsg }) => resolve({ errCode, errMsg }) }))`),
  ).toEqual({
    errCode: -502003,
    errMsg: expect.stringMatching(
      /^collection\.get:fail Error: errCode: -502003 database permission denied \|/,
    ),
  })
  const bob = await onPhone('bob')
  // The words and the number of public reports about mini-programs (2019), read 2026-11.
  expect(await bob.run(`return db.collection('notes').doc('c').get().catch(${FAILURE})`)).toEqual({
    errCode: -1,
    errMsg:
      'document.get:fail Error: cannot find document with _id c, please make sure that the document exists ' +
      'and you have the corresponding access permission; at document.get api; ',
  })
  expect(
    await bob.run(`return wx.cloud.database({ throwOnNotFound: false }).collection('notes').doc('c').get()`),
  ).toEqual({ data: null, errMsg: 'document.get:ok' })
  expect(
    await bob.run(`return db.collection('notes').doc('c').update({ data: { _id: 'd' } }).catch(${FAILURE})`),
  ).toEqual({ errCode: -1, errMsg: expect.stringContaining('不能更新_id的值') })
  expect(await bob.run(`return db.collection('notes').add({}).catch(${FAILURE})`)).toMatchObject({
    errCode: -1,
  })
  expect(await bob.run(`return db.collection('notes').doc('c').update({ data: { n: 1 } })`)).toMatchObject({
    stats: { updated: 0 },
  })
  for (const phone of [alice, bob]) {
    expect(phone.complaints).toEqual([])
    await phone.close()
  }
})

it('says what is not emulated', async () => {
  const alice = await onPhone('alice')
  await expect(alice.run(`db.collection('notes').where({}).watch({ onChange() {} })`)).rejects.toThrow(
    'not emulated',
  )
  await expect(alice.run(`db.startTransaction()`)).rejects.toThrow('not emulated')
  expect(alice.complaints).toEqual([
    'query.watch is not emulated by the simulator yet',
    'wx.cloud.database().startTransaction is not emulated by the simulator yet',
  ])
  await alice.close()
})

it('files go up, come down and go away', async () => {
  const alice = await onPhone('alice')
  const uploaded = await alice.run(
    `return wx.cloud.uploadFile({ cloudPath: 'dots/dot.svg', filePath: '/images/dot.svg' })`,
  )
  expect(uploaded).toEqual({
    fileID: expect.stringMatching(/^cloud:\/\/.+\/dots\/dot\.svg$/),
    statusCode: 200,
    errMsg: 'cloud.uploadFile:ok',
  })
  expect(
    await alice.run(`const { tempFilePath, statusCode, errMsg } = await wx.cloud.downloadFile(${JSON.stringify(uploaded)})
      const again = await wx.cloud.uploadFile({ cloudPath: 'dots/copy.svg', filePath: tempFilePath })
      const { fileList } = await wx.cloud.getTempFileURL({ fileList: [again.fileID, { fileID: 'cloud://none', maxAge: 60 }] })
      const deleted = await wx.cloud.deleteFile({ fileList: [again.fileID, again.fileID] })
      return [statusCode, errMsg, fileList.map(({ status, tempFileURL }) => [status, tempFileURL.includes('/dots/copy.svg')]),
        deleted.errMsg, deleted.fileList.map(({ status, errMsg }) => [status, errMsg])]`),
  ).toEqual([
    200,
    'cloud.downloadFile:ok',
    [
      [0, true],
      [-501007, false],
    ],
    'cloud.deleteFile:ok',
    [
      [0, 'ok'],
      [-503003, 'storage file not exists'],
    ],
  ])
  expect(alice.complaints).toEqual([])
  expect(
    await alice.run(`return wx.cloud.uploadFile({ cloudPath: 'x', filePath: 'none.png' }).catch(${FAILURE})`),
  ).toEqual({
    errCode: -1,
    errMsg: expect.stringContaining('cloud.uploadFile:fail Error: file does not exist'),
  })
  await alice.close()
})

// WeChat Cloud guide, "Open data": a CloudID on the top level reaches the function as what it stands for; -601005 is
// the number of one that is not valid.
it('a CloudID is exchanged on its way to a function', async () => {
  const alice = await onPhone('alice')
  expect(
    await alice.run(`const data = { phone: wx.cloud.CloudID('none'), text: 'x' }
      return (await wx.cloud.callFunction({ name: 'echo', data })).result`),
  ).toMatchObject({ phone: { cloudID: 'none', errCode: -601005 }, text: 'x' })
  await alice.close()
})
