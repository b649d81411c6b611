import { rmSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { fixtureProject } from '../fixtureProject.ts'
import { changedFiles, folderSignature, sourceFolders } from './signature.ts'

it('tells which files were changed, added and removed', () => {
  const project = fixtureProject()
  const file = (name: string) => path.join(project.root, ...name.split('/'))
  const first = folderSignature(project.root)
  expect(changedFiles(first, folderSignature(project.root))).toEqual([])
  project.write({ 'pages/a.wxss': '.a {}', 'pages/a.wxml': '<view>another length</view>' })
  const second = folderSignature(project.root)
  expect(changedFiles(first, second).sort()).toEqual([file('pages/a.wxml'), file('pages/a.wxss')])
  rmSync(file('pages/a.wxss'))
  expect(changedFiles(second, folderSignature(project.root))).toEqual([file('pages/a.wxss')])
  project.remove()
})

it('does not look into packages that are not built in, nor into hidden folders', () => {
  const project = fixtureProject({
    'node_modules/x/index.js': '',
    '.git/index': '',
    'miniprogram_npm/x/index.js': '',
  })
  const inside = sourceFolders(project.root).map((folder) => path.relative(project.root, folder))
  expect(inside.sort()).toEqual(['', 'miniprogram_npm', path.join('miniprogram_npm', 'x'), 'pages'])
  expect(folderSignature(project.root)).not.toContain('node_modules')
  project.remove()
})
