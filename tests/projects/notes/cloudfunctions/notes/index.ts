import * as v from 'valibot'
import cloud from 'wx-server-sdk'
import { currentUser } from '../../../../../cloudfunctions/common/currentUser.ts'

cloud.init()

const EventSchema = v.union([
  v.object({
    oneid: v.object({
      type: v.string(),
      userId: v.string(),
      formerly: v.optional(v.array(v.string()), []),
      guestId: v.optional(v.string()),
    }),
  }),
  v.object({ action: v.literal('add'), text: v.string(), guestId: v.optional(v.pipe(v.string(), v.uuid())) }),
  v.object({ action: v.literal('list') }),
])

/** Notes of people, and of guests who have no account yet. */
export const main = async (event: unknown) => {
  const { SOURCE } = cloud.getWXContext()
  const request = v.parse(EventSchema, event)
  const notes = cloud.database().collection('notes')
  if ('oneid' in request) {
    // Only the function `jobs`, run by its timer, tells what happens to users: a client cannot say it is that.
    if (SOURCE !== 'wx_trigger,scf') throw new Error('not a notification')
    const { type, userId, formerly, guestId } = request.oneid
    if (type === 'user.deleted')
      await notes.where({ userId: cloud.database().command.in([userId, ...formerly]) }).remove()
    if (type === 'guest.claimed' && guestId !== undefined)
      await notes.where({ guestId }).update({ data: { userId, guestId: cloud.database().command.remove() } })
    return { ok: true }
  }
  if (request.action === 'add' && request.guestId !== undefined)
    return notes.add({ data: { guestId: request.guestId, text: request.text } })
  const { userId } = await currentUser(cloud)
  if (request.action === 'add') return notes.add({ data: { userId, text: request.text } })
  return notes.where({ userId }).get()
}
