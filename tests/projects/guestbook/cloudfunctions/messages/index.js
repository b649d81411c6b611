const cloud = require('wx-server-sdk')
const plainText = require('plain-text')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

const db = cloud.database()
const _ = db.command
const messages = db.collection('messages')
const PAGE = 20

const write = async ({ text }, openid) => {
  const content = plainText(text, 140)
  if (content === '') return { ok: false, reason: 'empty' }
  const { _id } = await messages.add({
    data: { _openid: openid, content, likes: 0, likedBy: [], createdAt: db.serverDate() },
  })
  return { ok: true, id: _id }
}

const list = async ({ page = 0 }) => {
  const { total } = await messages.count()
  const { data } = await messages
    .orderBy('createdAt', 'desc')
    .skip(page * PAGE)
    .limit(PAGE)
    .field({ likedBy: false })
    .get()
  return { ok: true, total, messages: data }
}

/** One like for each person: the condition and the change are one request. */
const like = async ({ id }, openid) => {
  const { stats } = await messages
    .where({ _id: id, likedBy: _.nin([openid]) })
    .update({ data: { likes: _.inc(1), likedBy: _.push([openid]) } })
  return { ok: stats.updated === 1 }
}

const remove = async ({ id }, openid) => {
  const { stats } = await messages.where({ _id: id, _openid: openid }).remove()
  return { ok: stats.removed === 1 }
}

const actions = { write, list, like, remove }

exports.main = async (event) => {
  const { OPENID } = cloud.getWXContext()
  const action = actions[event.action]
  return action === undefined ? { ok: false, reason: 'unknown action' } : action(event, OPENID)
}
