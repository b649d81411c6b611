import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { inProject } from '../project/paths.ts'
import { worldSchema } from './worldSchema.ts'

it('docs/world.schema.json is what world files are read with (npm run docs)', () => {
  // A checkout on Windows may have other line ends.
  const file = readFileSync(inProject('docs', 'world.schema.json'), 'utf8').replaceAll('\r\n', '\n')
  expect(file).toBe(worldSchema())
})
