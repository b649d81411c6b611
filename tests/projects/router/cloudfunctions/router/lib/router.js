/** Runs middlewares from the outside in and back; each calls `next` for what is inside it. */
const compose = (middlewares) => (ctx) => {
  const run = async (at) => {
    const middleware = middlewares[at]
    if (middleware !== undefined) await middleware(ctx, () => run(at + 1))
  }
  return run(0)
}

/** Routes of one function, chosen by `event.$url`. */
class Router {
  constructor({ event }) {
    this.event = event
    this.everywhere = []
    this.routes = new Map()
  }

  use(middleware) {
    this.everywhere.push(middleware)
  }

  router(paths, ...middlewares) {
    for (const path of [].concat(paths)) this.routes.set(path, middlewares)
  }

  async serve() {
    const ctx = { event: this.event, body: undefined }
    const route = this.routes.get(this.event.$url)
    if (route === undefined) return { code: 404, message: `no route ${this.event.$url}` }
    await compose([...this.everywhere, ...route])(ctx)
    return ctx.body
  }
}

module.exports = Router
