import * as v from 'valibot'
import type { Choice } from '../choice.ts'
import type { Address } from './address.ts'

const KeptSchema = v.array(v.object({ path: v.string(), query: v.record(v.string(), v.string()) }))

/**
 * The open pages, from one build to the next: their paths and queries, not their data. Each person and app has its
 * own, because the frames of one browser tab share this storage.
 */
export function createKeptPages({ person, app }: Choice) {
  const key = `simulator-pages:${person.id}@${app.appid}`
  return {
    keep: (addresses: readonly Address[]): void => sessionStorage.setItem(key, JSON.stringify(addresses)),
    /** Once only: whoever reloads the page starts anew. */
    take(): readonly Address[] {
      const kept = sessionStorage.getItem(key)
      sessionStorage.removeItem(key)
      const parsed = v.safeParse(KeptSchema, JSON.parse(kept ?? '[]'))
      return parsed.success ? parsed.output : []
    },
  }
}
