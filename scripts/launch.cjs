'use strict'

/**
 * `node scripts/launch.cjs <name> [arguments]` runs scripts/<name>.ts, which sees the argv of a script that was
 * started directly: its own path, then its arguments.
 *
 * This file is the first thing that runs on a new machine, so even Node 6 must be able to parse it: a Node that is
 * too old then says how to get a newer one, instead of showing a syntax error. That is why there is no
 * `import()`, no object spread and no comma behind a last argument, and why nothing is required before the version is known.
 */

const version = process.versions.node
const parts = version.split('.').map(Number)
const major = parts[0]
const minor = parts[1]

// Node 20.6 brought module.register(), with which TypeScript is loaded.
if (major < 20 || (major === 20 && minor < 6)) {
  const fix = process.platform === 'win32' ? 'winget install OpenJS.NodeJS.LTS' : 'nvm install 20'
  const lines = [
    `This is Node.js ${version}, but Node.js 20 is needed (20.6 or any newer one). Install it with:`,
    `当前运行的是 Node.js ${version}，需要 Node.js 20（20.6 或更新版本）。请用这条命令安装：`,
    '',
    `  ${fix}`,
    '',
  ]
  console.error(lines.join('\n'))
  process.exit(1)
}

const fs = require('node:fs')
const path = require('node:path')
const url = require('node:url')

const names = fs
  .readdirSync(__dirname)
  .filter((file) => /^[^.]+\.ts$/.test(file))
  .map((file) => file.slice(0, -3))
  .sort()
const name = process.argv[2]

if (names.indexOf(name) === -1) {
  const asked = name === undefined ? 'Which script?' : `There is no script "${name}".`
  console.error(`${asked} These exist: ${names.join(', ')}`)
  process.exit(1)
}

// Written as `import(…)`, it would keep an old Node from parsing this file.
const importModule = new Function('specifier', 'return import(specifier)')

// The `require` build of tsx 4.23 looks for a file that is not there, so the module build is taken.
const loader = importModule('tsx/esm/api').catch((error) => {
  if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error
  console.error('The packages are not installed yet. 依赖尚未安装。\n\n  npm install\n')
  process.exit(1)
})

function run(tsx) {
  const script = path.join(__dirname, `${name}.ts`)
  tsx.register()
  process.argv.splice(1, 2, script)
  return importModule(url.pathToFileURL(script).href)
}

loader.then(run).catch((error) => {
  console.error(error)
  process.exit(1)
})
