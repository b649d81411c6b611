import { writeFileSync } from 'node:fs'
import { errorCatalogue } from './docs/errorCatalogue.ts'
import { openApi } from './docs/openApi.ts'
import { worldSchema } from './docs/worldSchema.ts'
import { inProject } from './project/paths.ts'

writeFileSync(inProject('docs', 'errors.md'), errorCatalogue())
console.log('docs/errors.md')
writeFileSync(inProject('docs', 'world.schema.json'), worldSchema())
console.log('docs/world.schema.json')
writeFileSync(inProject('docs', 'openapi.json'), openApi())
console.log('docs/openapi.json')
