import type { Sdk } from '../../tests/conformance/case.ts'
import { topicOf } from '../../tests/conformance/case.ts'
import type { Verdict } from '../../tests/conformance/probe/replies.ts'

/** A column of the table: where the cases ran, and what became of them. */
export interface Column {
  readonly title: string
  readonly verdicts: readonly Verdict[]
}

const passed = (verdicts: readonly Verdict[]): number =>
  verdicts.filter(({ wrong }) => wrong.length === 0).length

const cell = (verdicts: readonly Verdict[]): string => {
  if (verdicts.length === 0) return '-'
  const good = passed(verdicts)
  return good === verdicts.length ? `${good}` : `${good} (${verdicts.length - good} failed)`
}

/** Passed and failed by topic, one column for each place where the cases ran. */
export const table = (columns: readonly Column[]): string => {
  const topics = [...new Set(columns.flatMap(({ verdicts }) => verdicts.map(({ test }) => topicOf(test))))]
  const row = (name: string, cells: readonly string[]): string =>
    `${name.padEnd(30)}${cells.map((each) => each.padStart(18)).join('')}`.trimEnd()
  const ofTopic = (topic: string) =>
    columns.map(({ verdicts }) => cell(verdicts.filter(({ test }) => topicOf(test) === topic)))
  return [
    row(
      'topic',
      columns.map(({ title }) => title),
    ),
    ...topics.map((topic) => row(topic, ofTopic(topic))),
    row(
      'all',
      columns.map(({ verdicts }) => cell(verdicts)),
    ),
  ].join('\n')
}

/** What differs, with what the case rests on. */
export const describeDifferences = ({ title, verdicts }: Column): string =>
  verdicts
    .filter(({ wrong }) => wrong.length > 0)
    .map(({ test, wrong }) =>
      [
        `${title}  ${test.id}`,
        ...wrong.map((line) => `    ${line}`),
        `    source: ${test.source}`,
        ...(test.refutes ?? []).map((assumption) => `    refutes the assumption: ${assumption}`),
      ].join('\n'),
    )
    .join('\n\n')

export const sdkTitle = (sdk: Sdk): string => `sdk ${sdk}`
