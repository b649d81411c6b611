import { expect, it } from 'vitest'
import { fixtureProject } from '../fixtureProject.ts'
import { codeFrame } from './codeFrame.ts'

it('shows the lines around a place and marks its column', () => {
  const project = fixtureProject({ 'pages/a.wxml': '<a>\n<b>\n\t<c x="1">\n<d>\n<e>\n<f>' })
  const at = (line: number, column: number, file = 'miniprogram/pages/a.wxml') =>
    codeFrame(project.root, { severity: 'error', file, line, column, message: '' })
  expect(at(3, 5)).toBe('  1 | <a>\n  2 | <b>\n> 3 | \t<c x="1">\n    | \t   ^\n  4 | <d>\n  5 | <e>')
  expect(at(1, 1)).toBe('> 1 | <a>\n    | ^\n  2 | <b>\n  3 | \t<c x="1">')
  expect(at(0, 0)).toBeUndefined()
  expect(at(1, 1, 'miniprogram/none.wxml')).toBeUndefined()
  project.remove()
})

it('shows of a long line what is around the column', () => {
  const project = fixtureProject({
    'pages/a.wxml': `<a/>\n${'<b/>'.repeat(100)}<c x="1">${'<d/>'.repeat(100)}`,
  })
  const at = (column: number) =>
    codeFrame(project.root, {
      severity: 'error',
      file: 'miniprogram/pages/a.wxml',
      line: 2,
      column,
      message: '',
    })
  const half = '<b/>'.repeat(19)
  expect(at(404)).toBe(`  1 | \n> 2 | ${half}<c x="1">${'<d/>'.repeat(18)}<d/\n    | ${' '.repeat(79)}^`)
  expect(at(1)).toBe(`  1 | <a/>\n> 2 | ${'<b/>'.repeat(40)}\n    | ^`)
  project.remove()
})
