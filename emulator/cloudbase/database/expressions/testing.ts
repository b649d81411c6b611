import { openNotes } from '../testing.ts'

/** What an expression gives for a document, asked over the wire; undefined for a missing value. */
export async function evaluated(expression: unknown, document: object = {}): Promise<unknown> {
  const notes = openNotes()
  await notes.insert([{ _id: 'd', ...document }])
  const [shown] = await notes.aggregate([{ $project: { value: expression } }])
  return typeof shown === 'object' && shown !== null && 'value' in shown ? shown.value : undefined
}
