/** A sheet from below with columns that turn, a confirm and a cancel button. */
export interface WheelsRequest {
  title: string
  columns: readonly (readonly string[])[]
  selected: readonly number[]
  /** A column was turned to another entry. */
  turned(column: number, index: number): void
}

/** The sheet while it is open. */
export interface Wheels {
  /** Other columns, or other entries of them. */
  show(columns: readonly (readonly string[])[], selected: readonly number[]): void
  /** Takes it away unanswered. */
  close(): void
  /** The index in each column; undefined when it was cancelled. */
  readonly answer: Promise<readonly number[] | undefined>
}
