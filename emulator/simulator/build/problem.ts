import path from 'node:path'

/** Something in the mini-program's folder that is wrong, and where. */
export interface Problem {
  severity: 'error' | 'warning'
  /** Begins with the name of the mini-program's folder; forward slashes. */
  file: string
  /** From 1; 0 when the whole file is meant. */
  line: number
  /** From 1. */
  column: number
  message: string
  /** The lines of the source around it. */
  frame?: string
}

/** A problem in one line that editors turn into a link. */
export function describeProblem(problem: Problem): string {
  const { file, line, column, severity, message } = problem
  const place = line > 0 ? `${file}:${line}:${column}` : file
  return `${place}: ${severity}: ${message}`
}

/** How a file of the mini-program is called in problems, the same on every system. */
export function nameInProblems(root: string, file: string): string {
  return path.relative(path.dirname(root), file).split(path.sep).join('/')
}

/** Line and column, both from 1, of an offset in a text. */
export function positionAt(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset)
  const lineStart = before.lastIndexOf('\n') + 1
  return { line: before.split('\n').length, column: offset - lineStart + 1 }
}
