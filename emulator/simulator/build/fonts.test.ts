import { expect, it } from 'vitest'
import { fontStyles, readFont } from './fonts.ts'

it('has each subset that the rules name, and no other file', async () => {
  const names = [...fontStyles().matchAll(/url\(fonts\/([^)]+)\)/g)].map(([, name = '']) => name)
  expect(names.length).toBeGreaterThan(90)
  const font = await readFont(names[0] ?? '')
  // The signature of WOFF2.
  expect(Buffer.from(font ?? []).toString('latin1', 0, 4)).toBe('wOF2')
  for (const other of ['none.woff2', '../package.json', '..%2fpackage.json', 'package.json']) {
    expect(await readFont(other)).toBeUndefined()
  }
})
