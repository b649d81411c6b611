const cloud = require('wx-server-sdk')

/** The database is asked for at call time: the module is loaded before `cloud.init`. */
const todos = () => cloud.database().collection('todos')

exports.add = async (ctx) => {
  const { title, tags = [] } = ctx.event
  const { _id } = await todos().add({ data: { _openid: ctx.openid, title, tags, done: false } })
  ctx.body = { code: 0, data: { id: _id } }
}

exports.done = async (ctx) => {
  const { stats } = await todos()
    .where({ _id: ctx.event.id, _openid: ctx.openid, done: false })
    .update({ data: { done: true } })
  ctx.body = { code: stats.updated === 1 ? 0 : 409 }
}

exports.list = async (ctx) => {
  const { data } = await todos().where({ _openid: ctx.openid }).orderBy('title', 'asc').limit(100).get()
  ctx.body = { code: 0, data }
}

exports.tags = async (ctx) => {
  const { aggregate: $ } = cloud.database().command
  const { list } = await todos()
    .aggregate()
    .match({ _openid: ctx.openid })
    .unwind('$tags')
    .group({ _id: '$tags', count: $.sum(1) })
    .sort({ count: -1, _id: 1 })
    .end()
  ctx.body = { code: 0, data: list }
}
