import { writeFileSync } from 'node:fs'
import { errorCatalogue } from './docs/errorCatalogue.ts'
import { inProject } from './project/paths.ts'

writeFileSync(inProject('docs', 'errors.md'), errorCatalogue())
console.log('docs/errors.md')
