import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inProject } from '../project/paths.ts'
import { errorCatalogue } from './errorCatalogue.ts'

it('docs/errors.md is what the catalogue prints (npm run docs)', () => {
  // A checkout on Windows may have other line ends.
  const page = readFileSync(inProject('docs', 'errors.md'), 'utf8').replaceAll('\r\n', '\n')
  expect(page).toBe(errorCatalogue())
})
