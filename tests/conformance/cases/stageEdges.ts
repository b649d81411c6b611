import type { ConformanceCase } from '../case.ts'
import { about } from '../expectation.ts'
import { pipes } from './shapes.ts'
import { MONGO_AGGREGATION } from './sources.ts'

const mongo = (name: string): string => `${MONGO_AGGREGATION}${name}/`

const DOCUMENTS = [
  { _id: 'a', n: 3, s: { x: 1, y: 2 }, list: [{ k: 1 }, { k: 2 }] },
  { _id: 'b', n: 1, s: { x: 3, y: 4 }, list: [] },
]

/** Corners of stages. */
export const STAGE_EDGES: readonly ConformanceCase[] = [
  pipes(
    'database.stage-edge.order-of-stages-counts',
    mongo('limit'),
    DOCUMENTS,
    (p) => p.sort({ n: 1 }).limit(1).match({ _id: 'a' }),
    [],
  ),
  pipes(
    'database.stage-edge.project-only-without-id',
    mongo('project'),
    [{ _id: 'a', n: 1 }],
    (p) => p.project({ _id: 0 }),
    [{ n: 1 }],
  ),
  pipes(
    'database.stage-edge.project-without-a-nested-field',
    mongo('project'),
    DOCUMENTS.slice(1),
    (p) => p.project({ 's.x': 0, list: 0 }),
    [{ _id: 'b', n: 1, s: { y: 4 } }],
  ),
  pipes(
    'database.stage-edge.project-a-new-object',
    mongo('project'),
    DOCUMENTS.slice(1),
    (p) => p.project({ at: { x: '$s.x', n: '$n' } }),
    [{ _id: 'b', at: { x: 3, n: 1 } }],
  ),
  pipes(
    'database.stage-edge.project-into-a-list',
    mongo('project'),
    DOCUMENTS.slice(0, 1),
    (p) => p.project({ 'list.k': 1 }),
    [{ _id: 'a', list: [{ k: 1 }, { k: 2 }] }],
  ),
  pipes(
    'database.stage-edge.add-fields-in-each-element',
    mongo('addFields'),
    DOCUMENTS.slice(0, 1),
    (p) => p.addFields({ 'list.z': 0 }).project({ list: 1 }),
    [
      {
        _id: 'a',
        list: [
          { k: 1, z: 0 },
          { k: 2, z: 0 },
        ],
      },
    ],
  ),
  pipes(
    'database.stage-edge.unwind-a-path',
    mongo('unwind'),
    [{ _id: 'a', s: { list: [1, 2] } }],
    (p) => p.unwind('$s.list'),
    [
      { _id: 'a', s: { list: 1 } },
      { _id: 'a', s: { list: 2 } },
    ],
  ),
  pipes(
    'database.stage-edge.group-by-a-date',
    mongo('group'),
    [{ at: new Date(5) }, { at: new Date(5) }],
    (p, $) => p.group({ _id: '$at', n: $.sum(1) }),
    [{ _id: new Date(5), n: 2 }],
  ),
  pipes(
    'database.stage-edge.group-by-numbers-of-one-value',
    mongo('group'),
    [{ n: 1 }, { n: 1.0 }, { n: '1' }],
    (p, $) => p.group({ _id: '$n', count: $.sum(1) }).sort({ count: -1 }),
    [
      { _id: 1, count: 2 },
      { _id: '1', count: 1 },
    ],
  ),
  pipes(
    'database.stage-edge.group-by-a-computed-key',
    mongo('group'),
    [{ n: 1 }, { n: 2 }, { n: 3 }],
    (p, $) => p.group({ _id: $.mod(['$n', 2]), all: $.sum('$n') }).sort({ _id: 1 }),
    [
      { _id: 0, all: 2 },
      { _id: 1, all: 4 },
    ],
  ),
  pipes(
    'database.stage-edge.average-of-thirds',
    mongo('avg'),
    [{ n: 1 }, { n: 2 }, { n: 2 }],
    (p, $) => p.group({ _id: null, avg: $.avg('$n') }),
    [{ _id: null, avg: about(5 / 3) }],
  ),
  pipes(
    'database.stage-edge.sort-missing-first',
    mongo('sort'),
    [{ _id: 'a', n: 1 }, { _id: 'b' }],
    (p) => p.sort({ n: 1 }).project({ _id: 1 }),
    [{ _id: 'b' }, { _id: 'a' }],
  ),
  pipes('database.stage-edge.skip-everything', mongo('skip'), DOCUMENTS, (p) => p.skip(5), []),
  pipes(
    'database.stage-edge.sample-more-than-there-is',
    mongo('sample'),
    DOCUMENTS,
    (p) => p.sample({ size: 9 }).count('n'),
    [{ n: 2 }],
  ),
  pipes(
    'database.stage-edge.match-by-expression',
    mongo('match'),
    DOCUMENTS,
    (p, $, { _ }) => p.match(_.expr($.gt(['$n', '$s.x']))).project({ _id: 1 }),
    [{ _id: 'a' }],
  ),
]
