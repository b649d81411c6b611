import { requestFailed } from '../errors.ts'
import { isFields } from '../values.ts'
import type { StageSpec } from './stage.ts'

/** The stages of a pipeline within a stage, as `db.command.aggregate.pipeline().done()` gives them. */
export function parseStages(pipeline: unknown): readonly StageSpec[] {
  if (!Array.isArray(pipeline)) throw requestFailed("'pipeline' option must be specified as an array")
  return pipeline.map((stage: unknown) => {
    const [entry, ...others] = isFields(stage) ? Object.entries(stage) : []
    if (entry === undefined || others.length > 0) {
      throw requestFailed('A pipeline stage specification object must contain exactly one field.')
    }
    const [name, operand] = entry
    return { name, operand }
  })
}
