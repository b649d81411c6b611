import type { ImportRow } from '../../routes/importRow.ts'
import { importRow } from '../../routes/importRow.ts'
import { signInMany } from '../bulk.ts'
import type { ImportCall } from './call.ts'

/**
 * Takes in legacy users. What is there already stays; who turns out to be one person by the unionid merges, as in a
 * sign-in. The same rows again change nothing. Requests: 4 for fifty new people.
 * @throws OneIdError APP_NOT_REGISTERED before anything is written
 */
export const importRows = async ({ ports, config, now }: ImportCall, rows: readonly ImportRow[]) => {
  const evidences = rows.map((row) => importRow(config, row, now))
  return { ok: true as const, results: await signInMany(ports, config, evidences) }
}
