const cloud = require('wx-server-sdk')
const days = require('./src/days')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

/** Every night: what has been done for a week moves to the archive. */
exports.main = async (event) => {
  const db = cloud.database()
  const _ = db.command
  const done = { column: 'done', movedAt: _.lt(days.before(7)) }
  const { data } = await db.collection('tasks').where(done).limit(100).get()
  for (const task of data) {
    const { _id, ...rest } = task
    await db.collection('archive').doc(_id).set({ data: rest })
    await db.collection('tasks').doc(_id).remove()
  }
  const { result } = await cloud.callFunction({ name: 'digest', data: {} })
  return { trigger: event.TriggerName, moved: data.length, digest: result }
}
