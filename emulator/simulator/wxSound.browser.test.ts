import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { launchBrowser } from '../testkit/browser.ts'
import { fixtureProject } from './fixtureProject.ts'
import { type OpenedPage, openProject } from './openedPage.ts'

// Properties, events and error numbers: page InnerAudioContext and those of its events, 2026-11.

/** Silence as a file: 8 bit, 8000 Hz, one channel. */
function wave(seconds: number): Buffer {
  const samples = 8000 * seconds
  const head = Buffer.alloc(44)
  head.write('RIFF', 0)
  head.writeUInt32LE(36 + samples, 4)
  head.write('WAVEfmt ', 8)
  head.writeUInt32LE(16, 16)
  head.writeUInt16LE(1, 20)
  head.writeUInt16LE(1, 22)
  head.writeUInt32LE(8000, 24)
  head.writeUInt32LE(8000, 28)
  head.writeUInt16LE(1, 32)
  head.writeUInt16LE(8, 34)
  head.write('data', 36)
  head.writeUInt32LE(samples, 40)
  return Buffer.concat([head, Buffer.alloc(samples, 128)])
}

const EVENTS = ['Canplay', 'Play', 'Pause', 'Stop', 'Ended', 'TimeUpdate', 'Error', 'Seeking', 'Seeked']

let browser: Browser
let opened: OpenedPage
beforeAll(async () => {
  browser = await launchBrowser()
})
afterAll(() => browser.close())
beforeEach(async () => {
  opened = await openProject(browser, fixtureProject())
  for (const [name, seconds] of [
    ['short', 0.3],
    ['long', 20],
  ] as const) {
    const base64 = wave(seconds).toString('base64')
    await opened.read(
      `logicLayer.wx.getFileSystemManager().writeFileSync('wxfile://usr/${name}.wav', '${base64}', 'base64')`,
    )
  }
  await opened.read(`void (globalThis.heard = [], globalThis.sound = logicLayer.wx.createInnerAudioContext(),
    ${JSON.stringify(EVENTS)}.forEach((name) => sound['on' + name]((told) => heard.push(told?.errCode ?? name))))`)
})
afterEach(async () => {
  await opened.close()
  expect(opened.errors).toEqual([])
})

const heard = () => opened.read(`heard.filter((name) => name !== 'TimeUpdate')`)

it('plays a file of the phone to its end', async () => {
  expect(
    await opened.read('[sound.duration, sound.paused, sound.volume, sound.loop, sound.obeyMuteSwitch]'),
  ).toEqual([0, true, 1, false, true])
  await opened.read(`void (sound.src = 'wxfile://usr/short.wav', sound.play())`)
  await expect.poll(heard).toEqual(expect.arrayContaining(['Canplay', 'Play', 'Ended']))
  expect(await heard()).not.toContain('Pause')
  expect(await opened.read('heard')).toContain('TimeUpdate')
  expect(await opened.read('[sound.src, sound.duration]')).toEqual(['wxfile://usr/short.wav', 0.3])
})

it('pauses, seeks, stops and begins again', async () => {
  await opened.read(
    `void Object.assign(sound, { src: 'wxfile://usr/long.wav', startTime: 2, volume: 0.5, autoplay: true })`,
  )
  await opened.read(`void (sound.src = 'wxfile://usr/long.wav')`)
  await expect.poll(() => opened.read('!sound.paused && sound.currentTime >= 2')).toBe(true)
  await opened.read('void sound.pause()')
  await expect.poll(heard).toContain('Pause')
  await opened.read('void (heard.splice(0), sound.seek(10))')
  await expect.poll(heard).toEqual(expect.arrayContaining(['Seeking', 'Seeked']))
  expect(await opened.read('sound.currentTime')).toBe(10)
  await opened.read('void (heard.splice(0), sound.play())')
  await expect.poll(heard).toContain('Play')
  await opened.read('void (heard.splice(0), sound.stop())')
  await expect.poll(() => opened.read('[sound.currentTime, sound.paused]')).toEqual([0, true])
  expect(await heard()).toEqual(['Stop'])
  await opened.read('void sound.play()')
  await expect.poll(heard).toEqual(expect.arrayContaining(['Stop', 'Play']))
})

it('plays from the web, and the last source counts', async () => {
  // The page may reach no server but those of this machine.
  const address = new URL('/sounds/a.wav', opened.page.url()).href
  await opened.page.route('**/sounds/*.wav', (route) =>
    route.fulfill({ contentType: 'audio/wav', body: wave(3) }),
  )
  await opened.read(`void (sound.src = 'wxfile://usr/long.wav', sound.src = '${address}', sound.play())`)
  await expect.poll(() => opened.read('sound.duration')).toBe(3)
  await expect.poll(heard).toContain('Play')
  expect(await opened.read('sound.buffered')).toBeGreaterThan(0)
})

it('tells errors with their numbers, and nothing once it is destroyed', async () => {
  await opened.read(`void (sound.src = 'wxfile://usr/none.wav')`)
  await expect.poll(heard).toEqual([10_003])
  await opened.read(`logicLayer.wx.getFileSystemManager().writeFileSync('wxfile://usr/no.wav', 'no sound')`)
  await opened.read(`void (sound.src = 'wxfile://usr/no.wav')`)
  await expect.poll(heard).toEqual([10_003, 10_003])
  await opened.read(`void (sound.destroy(), sound.src = 'wxfile://usr/short.wav', sound.play())`)
  await opened.read(`new Promise((done) => {
    const other = logicLayer.wx.createInnerAudioContext()
    Object.assign(other, { src: 'wxfile://usr/short.wav' }).onEnded(done)
    other.play()
  })`)
  expect(await heard()).toEqual([10_003, 10_003])
})
