import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { inProject, PATHS } from '../scripts/project/paths.ts'

/** Files that tools outside read: the tcb CLI, WeChat DevTools, the base library. */

const json = (...path: readonly string[]): unknown => JSON.parse(readFileSync(inProject(...path), 'utf8'))

const functions = readdirSync(PATHS.functionSources, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(join(PATHS.functionSources, entry.name, 'index.ts')))
  .map(({ name }) => name)

describe('cloudbaserc.json', () => {
  const config = v.parse(
    v.looseObject({ functions: v.array(v.looseObject({ name: v.string() })) }),
    json('cloudbaserc.json'),
  )

  it('has what @cloudbase/cli 2.12.10 demands and a runtime that the platform offers', () => {
    // Without envId every command of the CLI ends with an error; a runtime is sent as it is and never checked.
    expect(config).toMatchObject({
      version: '2.0',
      envId: expect.any(String),
      functionRoot: 'dist/cloudfunctions',
    })
    for (const one of config.functions) {
      // installDependency is TRUE by default and would ignore the bundle's own files.
      expect(one).toMatchObject({ runtime: 'Nodejs20.19', handler: 'index.main', installDependency: false })
    }
  })

  it('names every function, and only functions', () => {
    expect(config.functions.map(({ name }) => name).sort()).toEqual([...functions].sort())
  })
})

describe('what is built', () => {
  it.each(functions)('%s: one file of code, its permissions, nothing to install', (name) => {
    const folder = join(PATHS.builtFunctions, name)
    expect(readdirSync(folder).sort()).toEqual(['config.json', 'index.js', 'package.json'])
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
    expect(manifest).toMatchObject({ name, main: 'index.js' })
    expect(manifest).not.toHaveProperty('dependencies')
    expect(json('cloudfunctions', name, 'config.json')).toMatchObject({
      permissions: { openapi: expect.any(Array) },
    })
  })

  it('A13: holds no AppSecret', () => {
    for (const name of functions) {
      const code = readFileSync(join(PATHS.builtFunctions, name, 'index.js'), 'utf8')
      // An AppSecret is 32 hexadecimal digits; who assigns one by that name has leaked it.
      expect(code).not.toMatch(/secret['"]?\s*[:=]\s*['"][0-9a-f]{32}['"]/i)
    }
  })
})

describe('permissions', () => {
  /** Cloud calls, and what stands in a bundle that makes them; DevTools grants what config.json lists. */
  const CALLS: Readonly<Record<string, string>> = {
    'phonenumber.getPhoneNumber': '.getPhoneNumber(',
    'auth.getPaidUnionId': '"getPaidUnionId"',
  }

  it.each(functions)('%s: of the cloud calls that its code makes, and no others', (name) => {
    const code = readFileSync(join(PATHS.builtFunctions, name, 'index.js'), 'utf8')
    const made = Object.keys(CALLS).filter((call) => code.includes(CALLS[call] ?? ''))
    expect(json('cloudfunctions', name, 'config.json')).toMatchObject({
      permissions: { openapi: made.toSorted() },
    })
  })

  it('there is no cloud call but those', () => {
    const sources = readdirSync(PATHS.functionSources, { recursive: true })
      .map(String)
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
      .filter((file) =>
        /\bcloud\.openapi\b/.test(
          readFileSync(join(PATHS.functionSources, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, ''),
        ),
      )
    expect(sources.map((file) => file.replaceAll('\\', '/')).sort()).toEqual([
      'common/runtime/cloud.ts',
      'common/runtime/cloudPay.ts',
    ])
  })
})

describe('the mini-program in WeChat DevTools', () => {
  it('project.config.json points at the two halves and turns the TypeScript plugin on', () => {
    const project = v.parse(
      v.looseObject({ miniprogramRoot: v.string(), cloudfunctionRoot: v.string(), appid: v.string() }),
      json('project.config.json'),
    )
    expect(project).toMatchObject({
      compileType: 'miniprogram',
      cloudfunctionRoot: 'dist/cloudfunctions/',
      libVersion: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      setting: { useCompilerPlugins: ['typescript'] },
    })
    expect(existsSync(inProject(project.miniprogramRoot, 'app.json'))).toBe(true)
  })

  it('app.json asks for glass-easel as the migration guide says', () => {
    expect(json('miniprogram', 'app.json')).toMatchObject({
      lazyCodeLoading: 'requiredComponents',
      componentFramework: 'glass-easel',
      glassEaselWebview: true,
    })
  })

  it('no configuration that DevTools reads has noEmit, and no script stands beside its TypeScript', () => {
    for (const file of [['tsconfig.json'], ['miniprogram', 'tsconfig.json']]) {
      expect(JSON.stringify(json(...file))).not.toContain('noEmit')
    }
    const files = readdirSync(PATHS.miniprogram, { recursive: true }).map(String)
    expect(
      files.filter((file) => file.endsWith('.js') && files.includes(file.replace(/\.js$/, '.ts'))),
    ).toEqual([])
  })
})
