import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { aliasOf, readProject } from './project.ts'

const made: string[] = []
afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const projectOf = (files: Readonly<Record<string, unknown>>): string => {
  const root = mkdtempSync(join(tmpdir(), 'oneid-project-'))
  made.push(root)
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
  }
  return root
}

describe('the layout of a project', () => {
  it('is that of DevTools’ templates when nothing is said', () => {
    const root = projectOf({ 'miniprogram/app.json': {} })
    expect(readProject(root)).toEqual({
      root,
      functionsRoot: join(root, 'cloudfunctions'),
      miniprogramRoot: join(root, 'miniprogram'),
      functionSettings: {},
      appid: undefined,
      schema: undefined,
    })
  })

  it('is read from project.config.json and cloudbaserc.json', () => {
    const root = projectOf({
      'project.config.json': {
        appid: 'wx5a3e1f0c7b2d4e61',
        cloudfunctionRoot: 'cloud/',
        miniprogramRoot: 'client/',
      },
      'cloudbaserc.json': {
        functions: [
          { name: 'pay', timeout: 20, memorySize: 512, runtime: 'Nodejs18.15' },
          { name: 'tick', triggers: [{ name: 't', type: 'timer', config: '0 * * * * * *' }] },
          { name: 'log', handler: 'index.run', envVariables: { LEVEL: 2, KEY: 'a{{env.SECRET}}b' } },
        ],
      },
      'client/app.json': {},
      'schema.json': { collections: [] },
    })
    expect(readProject(root)).toMatchObject({
      functionsRoot: join(root, 'cloud/'),
      miniprogramRoot: join(root, 'client/'),
      functionSettings: {
        pay: { timeoutSeconds: 20, memoryMb: 512 },
        tick: { triggers: [{ name: 't', type: 'timer', config: '0 * * * * * *' }] },
        log: { handler: 'index.run', environment: { LEVEL: '2', KEY: 'ab' } },
      },
      appid: 'wx5a3e1f0c7b2d4e61',
      schema: { collections: [] },
    })
  })

  it('may have the mini-program at the top, or none, and no appid of its own', () => {
    const root = projectOf({ 'app.json': {}, 'project.config.json': { appid: 'touristappid' } })
    expect(readProject(root)).toMatchObject({ miniprogramRoot: root, appid: undefined })
    expect(readProject(projectOf({})).miniprogramRoot).toBeUndefined()
  })

  it('may keep functions where the tcb CLI looks for them, and say nothing with an empty text', () => {
    const root = projectOf({ 'functions/a/index.js': '', 'project.config.json': { cloudfunctionRoot: '' } })
    expect(readProject(root).functionsRoot).toBe(join(root, 'functions'))
  })

  it('may describe its collections beside its functions', () => {
    const root = projectOf({
      'project.config.json': { cloudfunctionRoot: 'server/functions/' },
      'server/database/schema.json': { collections: [] },
    })
    expect(readProject(root).schema).toEqual({ collections: [] })
  })

  it('may be written with a byte order mark', () => {
    const root = projectOf({ 'project.config.json': '\uFEFF{"cloudfunctionRoot":"cloud"}' })
    expect(readProject(root).functionsRoot).toBe(join(root, 'cloud'))
  })

  it.each([
    ['a folder that is not there', 'missing', {}],
    ['JSON that is none', '.', { 'cloudbaserc.json': '{' }],
    ['a field of another type', '.', { 'project.config.json': { cloudfunctionRoot: 7 } }],
  ])('with %s is refused by file name', (_, folder, files) => {
    const root = projectOf(files)
    expect(() => readProject(join(root, folder))).toThrow(
      expect.objectContaining({ code: 'PROJECT_INVALID' }),
    )
    expect(() => readProject(join(root, folder))).toThrow(root)
  })

  it('gives its folder’s name to its app', () => {
    const project = { ...readProject(projectOf({})) }
    expect(aliasOf({ ...project, root: join('x', 'My Shop_2') })).toBe('my-shop-2')
    expect(aliasOf({ ...project, root: join('x', 'Shop 店') })).toBe('shop')
    expect(aliasOf({ ...project, root: join('x', '商城') })).toBe('app')
  })
})
