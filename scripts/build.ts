import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { buildFunctions } from './build/functions.ts'
import { PATHS } from './project/paths.ts'

const kilobytes = (bytes: number): string => `${Math.round(bytes / 1024)} KB`

const { functions, cached } = await buildFunctions({ root: PATHS.functionSources, out: PATHS.builtFunctions })
console.log(`${'function'.padEnd(16)}${'index.js'.padStart(10)}${'gzipped'.padStart(10)}`)
for (const name of functions) {
  const code = readFileSync(join(PATHS.builtFunctions, name, 'index.js'))
  console.log(
    `${name.padEnd(16)}${kilobytes(code.length).padStart(10)}${kilobytes(gzipSync(code).length).padStart(10)}`,
  )
}
console.log(
  `${functions.length} built into dist/cloudfunctions${cached ? ' (unchanged since the last build)' : ''}`,
)
