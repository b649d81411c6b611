import type { ConformanceCase, Tools } from '../case.ts'
import type { Aggregation, Command, Expressions, Fields } from '../sdk.ts'

type Rest = Omit<ConformanceCase, 'id' | 'source' | 'run' | 'expect'>

/** Documents go in; `find` says which of them, by `_id` in any order, are to be found. */
export const finds = (
  id: string,
  source: string,
  documents: readonly Fields[],
  condition: (_: Command, tools: Tools) => unknown,
  expect: readonly unknown[],
  rest: Rest = {},
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    await tools.things.add({ data: documents })
    const { data } = await tools.things.where(condition(tools._, tools)).get()
    return data.map(({ _id }) => String(_id)).sort()
  },
  expect,
  ...rest,
})

/** One document goes in without its `_id`, one change is made; the document, without its `_id`, comes out. */
export const changes = (
  id: string,
  source: string,
  before: Fields,
  data: (_: Command, tools: Tools) => unknown,
  expect: unknown,
  rest: Rest = {},
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    await tools.things.add({ data: { _id: 'a', ...before } })
    await tools.things.doc('a').update({ data: data(tools._, tools) })
    const { _id, ...after } = (await tools.things.doc('a').get()).data
    return after
  },
  expect,
  ...rest,
})

/** Documents go in, a pipeline runs over them; its list comes out as it is. */
export const pipes = (
  id: string,
  source: string,
  documents: readonly Fields[],
  stages: (pipeline: Aggregation, $: Expressions, tools: Tools) => Aggregation | Promise<Aggregation>,
  expect: unknown,
  rest: Rest = {},
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    await tools.things.add({ data: documents })
    const ready = await stages(tools.things.aggregate(), tools.$, tools)
    return (await ready.end()).list
  },
  expect,
  ...rest,
})

/** One document goes in; the value of one expression over it comes out. */
export const computes = (
  id: string,
  source: string,
  document: Fields,
  expression: ($: Expressions, tools: Tools) => unknown,
  expect: unknown,
  rest: Rest = {},
): ConformanceCase => ({
  id,
  source,
  run: async (tools) => {
    await tools.things.add({ data: { _id: 'a', ...document } })
    const { list } = await tools.things
      .aggregate()
      .project({ _id: 0, value: expression(tools.$, tools) })
      .end()
    return list[0]?.['value']
  },
  expect,
  ...rest,
})
