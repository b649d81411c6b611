const cloud = require('wx-server-sdk')
const Router = require('./lib/router')
const todos = require('./routes/todos')

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })

exports.main = async (event) => {
  const app = new Router({ event })

  app.use(async (ctx, next) => {
    try {
      await next()
    } catch (error) {
      ctx.body = { code: 500, message: error.message }
    }
  })
  app.use(async (ctx, next) => {
    ctx.openid = cloud.getWXContext().OPENID
    await next()
  })

  const titled = async (ctx, next) => {
    if (typeof ctx.event.title !== 'string' || ctx.event.title === '') {
      ctx.body = { code: 400, message: 'title is missing' }
      return
    }
    await next()
  }

  app.router('todo/add', titled, todos.add)
  app.router(['todo/done', 'todo/finish'], todos.done)
  app.router('todo/list', todos.list)
  app.router('todo/tags', todos.tags)
  app.router('fail', async () => {
    throw new Error('on purpose')
  })
  return app.serve()
}
