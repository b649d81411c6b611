import * as v from 'valibot'
import { AppAliasSchema } from './appNamed.ts'

/** An official account whose followers are read. */
export const BackfillRequestSchema = v.object({ app: AppAliasSchema })

/** The old account and the one that has taken over its followers. */
export const MigrationRequestSchema = v.object({ from: AppAliasSchema, to: AppAliasSchema })
