const cloud = require('wx-server-sdk')
const numbers = require('./lib/numbers')
const texts = require('./lib/texts')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
const db = cloud.database()

const create = async ({ title, column = 'todo' }, openid) => {
  if (!(await texts.isDecent(title, openid))) return { ok: false, reason: 'text' }
  return db.runTransaction(async (transaction) => {
    const order = await numbers.next(transaction, 'task')
    const slug = `T-${order}`
    const { _id } = await transaction
      .collection('tasks')
      .add({ data: { _openid: openid, title, column, order, slug, createdAt: db.serverDate() } })
    return { ok: true, id: _id, slug }
  })
}

/** Two people who drag one task at the same time: the second one is told. */
const move = async ({ id, from, to }) => {
  try {
    return await db.runTransaction(async (transaction) => {
      const task = transaction.collection('tasks').doc(id)
      const { data } = await task.get()
      if (data.column !== from) await transaction.rollback({ ok: false, reason: 'moved' })
      await task.update({ data: { column: to, movedAt: db.serverDate() } })
      return { ok: true }
    })
  } catch (error) {
    if (error && error.ok === false) return error
    return { ok: false, reason: /TransactionConflict/.test(error.errMsg) ? 'busy' : error.errMsg }
  }
}

exports.main = async (event) => {
  const { OPENID } = cloud.getWXContext()
  if (event.action === 'create') return create(event, OPENID)
  if (event.action === 'move') return move(event)
  return { ok: false, reason: 'unknown action' }
}
