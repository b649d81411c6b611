import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorCatalogue } from './errorCatalogue.ts'
import { PROJECT_ROOT } from './project.ts'

writeFileSync(join(PROJECT_ROOT, 'docs', 'errors.md'), errorCatalogue())
console.log('docs/errors.md')
