import type { ConformanceCase } from '../case.ts'
import { refused } from '../expectation.ts'
import type { Aggregation, Expressions } from '../sdk.ts'
import { MONGO, MONGO_AGGREGATION } from './sources.ts'

/** A pipeline is refused. Before 4.0 the SDK still gave the number. */
const refusesPipeline = (
  id: string,
  source: string,
  stages: (pipeline: Aggregation, $: Expressions) => Aggregation,
  words: RegExp,
): ConformanceCase => ({
  id: `database.malformed.${id}`,
  source,
  run: async ({ things, $, failure }) => {
    await things.add({ data: { _id: 'a', n: 1, t: 'x' } })
    return failure(stages(things.aggregate(), $).end())
  },
  expect: refused(
    -1,
    new RegExp(`^collection\\.aggregate:fail .*${words.source}`),
    'DATABASE_REQUEST_FAILED',
  ),
  sdk: {
    2: refused(
      -502001,
      new RegExp(`^collection\\.aggregate:fail -502001 database request fail\\. .*${words.source}`),
    ),
    3: refused(
      -502001,
      new RegExp(`^collection\\.aggregate:fail -502001 database request fail\\. .*${words.source}`),
    ),
  },
})

/** What the database refuses of pipelines. */
export const MALFORMED_PIPELINES: readonly ConformanceCase[] = [
  {
    id: 'database.malformed.unknown-expression',
    source:
      'https://docs.cloudbase.net/error-code/basic: DATABASE_INVALID_OPERRATOR, an operator that is not supported',
    run: async ({ things, failure }) => {
      await things.add({ data: { n: 1 } })
      return failure(
        things
          .aggregate()
          .project({ x: { $unknown: 1 } })
          .end(),
      )
    },
    expect: refused(
      -1,
      /^collection\.aggregate:fail .*Unrecognized expression '\$unknown'/,
      'DATABASE_INVALID_OPERRATOR',
    ),
    sdk: {
      2: refused(-502002, /^collection\.aggregate:fail -502002 .*Unrecognized expression '\$unknown'/),
      3: refused(-502002, /^collection\.aggregate:fail -502002 .*Unrecognized expression '\$unknown'/),
    },
    refutes: ["emulator/cloudbase/database/errors.ts: the text is MongoDB's own behind the same prefix"],
  },
  refusesPipeline(
    'divide-by-zero',
    `${MONGO_AGGREGATION}divide/`,
    (p, $) => p.project({ x: $.divide(['$n', 0]) }),
    /can't \$divide by zero/,
  ),
  refusesPipeline(
    'add-a-text',
    `${MONGO_AGGREGATION}add/`,
    (p, $) => p.project({ x: $.add(['$n', '$t']) }),
    /\$add only supports numeric or date types, not string/,
  ),
  refusesPipeline(
    'size-of-a-number',
    `${MONGO_AGGREGATION}size/`,
    (p, $) => p.project({ x: $.size('$n') }),
    /[Tt]he argument to \$size must be an array, but was of type: int/,
  ),
  refusesPipeline(
    'concat-a-number',
    `${MONGO_AGGREGATION}concat/`,
    (p, $) => p.project({ x: $.concat(['$t', '$n']) }),
    /\$concat only supports strings, not int/,
  ),
  refusesPipeline(
    'group-without-id',
    `${MONGO_AGGREGATION}group/`,
    (p, $) => p.group({ n: $.sum(1) }),
    /a group specification must include an _id/,
  ),
  refusesPipeline(
    'sort-by-two',
    `${MONGO_AGGREGATION}sort/`,
    (p) => p.sort({ n: 2 }),
    /\$sort key ordering must be 1 \(for ascending\) or -1 \(for descending\)/,
  ),
  refusesPipeline(
    'unwind-without-a-dollar',
    `${MONGO_AGGREGATION}unwind/`,
    (p) => p.unwind('n'),
    /path option to \$unwind stage should be prefixed with a '\$'/,
  ),
  refusesPipeline(
    'limit-of-nothing',
    `${MONGO_AGGREGATION}limit/`,
    (p) => p.limit(0),
    /the limit must be (specified as a )?positive/,
  ),
  refusesPipeline(
    'bucket-outside',
    `${MONGO_AGGREGATION}bucket/`,
    (p) => p.bucket({ groupBy: '$n', boundaries: [5, 9] }),
    /(could not find a matching branch|does not fall into|no default)/,
  ),
  refusesPipeline(
    'unknown-variable',
    `${MONGO}reference/aggregation-variables/`,
    (p) => p.project({ x: '$$absent' }),
    /[Uu]se of undefined variable: absent/,
  ),
]
