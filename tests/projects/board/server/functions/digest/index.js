const cloud = require('wx-server-sdk')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

/** Tasks by column, with those that were archived: other functions call it too. */
exports.main = async () => {
  const db = cloud.database()
  const $ = db.command.aggregate
  const { list } = await db
    .collection('tasks')
    .aggregate()
    .group({ _id: '$column', count: $.sum(1), titles: $.push('$title') })
    .sort({ _id: 1 })
    .end()
  const { total } = await db.collection('archive').count()
  return { columns: list, archived: total, source: cloud.getWXContext().SOURCE }
}
