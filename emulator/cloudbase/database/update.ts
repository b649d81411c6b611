import { ARRAY_CHANGES } from './array-operators.ts'
import { createDraft } from './draft.ts'
import { writeError } from './errors.ts'
import { isPosition, valueAt } from './paths.ts'
import { resolvePositions } from './positional.ts'
import { checkStorable } from './storable.ts'
import { checkUpdate } from './update-checks.ts'
import { FIELD_CHANGES } from './update-operators.ts'
import type { Document, Fields, Operators } from './values.ts'

interface Edit {
  readonly path: string
  readonly segments: readonly string[]
  readonly operator: string
  readonly operand: unknown
}

/**
 * The document that an update makes of another one: that one itself if nothing changes.
 *
 * @param query what the document was found by: it says which element of an array `$` stands for
 */
export function applyUpdate(document: Document, operators: Operators, query: Fields): Document {
  const positioned = resolvePositions(document, operators, query)
  const edits = editsOf(positioned)
  refuseConflicts(edits)
  checkUpdate(document, positioned)
  const draft = createDraft(document)
  for (const { path, segments, operator, operand } of edits) {
    const value = valueAt(document, path)
    if (operator === '$unset') draft.unset(segments)
    else if (operator === '$rename') rename(String(operand), segments, value)
    else {
      const changed = (FIELD_CHANGES.get(operator) ?? ARRAY_CHANGES.get(operator))?.(value, operand)
      if (changed !== undefined) draft.set(segments, changed)
    }
  }
  const updated = draft.result()
  if (updated !== document) checkStorable(updated)
  return updated

  function rename(target: string, source: readonly string[], value: unknown) {
    if (value === undefined) return
    draft.unset(source)
    draft.set(target.split('.'), value)
  }
}

/** MongoDB manual, "$set", "Behavior": fields are processed in the order of their names, whatever the operator. */
function editsOf(operators: Operators): Edit[] {
  const edits = Object.entries(operators).flatMap(([operator, operands]) =>
    Object.entries(operands).map(([path, operand]) => ({
      path,
      segments: path.split('.'),
      operator,
      operand,
    })),
  )
  return edits.sort((a, b) => compareSegments(a.segments, b.segments))
}

function compareSegments(a: readonly string[], b: readonly string[]): number {
  for (const [at, one] of a.entries()) {
    const other = b[at]
    if (other === undefined) return 1
    if (one === other) continue
    if (isPosition(one) && isPosition(other)) return Number(one) - Number(other)
    return one < other ? -1 : 1
  }
  return a.length - b.length
}

/** No path may be changed twice, nor together with one below it. */
function refuseConflicts(edits: readonly Edit[]): void {
  const paths = edits.flatMap(({ path, operator, operand }) =>
    operator === '$rename' && typeof operand === 'string' && operand !== path ? [path, operand] : [path],
  )
  const seen = new Set<string>()
  for (const path of paths.sort()) {
    const segments = path.split('.')
    for (let depth = 1; depth <= segments.length; depth += 1) {
      const above = segments.slice(0, depth).join('.')
      if (seen.has(above))
        throw writeError(`Updating the path '${path}' would create a conflict at '${above}'`)
    }
    seen.add(path)
  }
}
