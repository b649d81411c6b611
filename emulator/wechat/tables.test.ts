import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { openTables } from './tables.ts'

const Schema = v.object({ name: v.string() })

describe('the tables of the world', () => {
  it('keep entries in the order of their first coming', () => {
    const table = openTables('memory').open('people', Schema)
    for (const name of ['b', 'a', 'c']) table.put(name, { name })
    table.put('b', { name: 'B' })
    table.remove('a')
    expect(table.list()).toEqual([{ name: 'B' }, { name: 'c' }])
    expect(table.get('c')).toEqual({ name: 'c' })
    table.clear()
    expect(table.list()).toEqual([])
  })

  it('are there again when the file is opened again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'oneid-tables-'))
    const storage = { file: join(folder, 'world.sqlite') }
    const first = openTables(storage)
    const people = first.open('people', Schema)
    people.put('b', { name: 'b' })
    people.put('a', { name: 'a' })
    people.put('b', { name: 'B' })
    first.open('apps', Schema).put('b', { name: 'app' })
    people.remove('a')
    first.close()
    const second = openTables(storage)
    expect(second.open('people', Schema).list()).toEqual([{ name: 'B' }])
    expect(second.open('apps', Schema).list()).toEqual([{ name: 'app' }])
    expect(() => second.open('apps', v.object({ other: v.number() }))).toThrow()
    second.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  })
})
