import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inProject } from '../project/paths.ts'
import { errorCatalogue } from './errorCatalogue.ts'

it('docs/errors.md is what the catalogue prints (npm run docs)', () => {
  // A checkout on Windows may have other line ends.
  const page = readFileSync(inProject('docs', 'errors.md'), 'utf8').replaceAll('\r\n', '\n')
  expect(page).toBe(errorCatalogue())
})

it('has every code and every sentence that the client SDK makes', () => {
  const page = errorCatalogue()
  for (const file of ['index.ts', 'error.ts']) {
    const source = readFileSync(inProject('miniprogram', 'services', 'oneid', file), 'utf8')
    const made = [...source.matchAll(/(?:code|message): '([^']+)'/g)].map(([, text]) => text ?? '')
    expect(made.length).toBeGreaterThan(0)
    for (const text of made) expect(page).toContain(text)
  }
})
