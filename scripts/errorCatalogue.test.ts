import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { errorCatalogue } from './errorCatalogue.ts'
import { PROJECT_ROOT } from './project.ts'

it('docs/errors.md is what the catalogue prints (npm run docs)', () => {
  // A checkout on Windows may have other line ends.
  const page = readFileSync(join(PROJECT_ROOT, 'docs', 'errors.md'), 'utf8').replaceAll('\r\n', '\n')
  expect(page).toBe(errorCatalogue())
})
