import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
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
  const sdk = inProject('miniprogram', 'services', 'oneid')
  const sources = readdirSync(sdk).map((file) => readFileSync(join(sdk, file), 'utf8'))
  const made = sources.flatMap((source) =>
    [...source.matchAll(/(?:code:|message[:=]|message =) '([^']+)'/g)].map(([, text]) => text ?? ''),
  )
  expect(made.length).toBeGreaterThanOrEqual(10)
  for (const text of made) expect(page).toContain(text)
})
