import type { Frame, Scope } from '../expressions/scope.ts'
import type { Fields } from '../values.ts'

/** A stage as a request names it. */
export interface StageSpec {
  readonly name: string
  readonly operand: unknown
}

/** A compiled stage. Documents are never changed in place: those that come in may be stored ones. */
export type Stage = (documents: readonly Fields[], frame: Frame) => readonly Fields[]

/** A collection as the pipeline sees it. */
export interface Source {
  /** By the planner, with an index if there is one. */
  readonly find: (query: Fields) => readonly Fields[]
  /** Whether {@link find} has an index for a query by equality on this path. */
  readonly hasIndex: (path: string) => boolean
  /** Fields with a 2dsphere index. */
  readonly geoFields: readonly string[]
}

/** What a stage is compiled in. */
export interface StageContext {
  readonly scope: Scope
  /** Empty for a collection that does not exist, as in MongoDB. */
  readonly source: (collection: string) => Source
  /** Compiles stages one after the other: for the pipeline of a `$lookup`. */
  readonly compileStages: (stages: readonly StageSpec[], context: StageContext) => Stage
}

export type CompileStage = (operand: unknown, context: StageContext) => Stage
