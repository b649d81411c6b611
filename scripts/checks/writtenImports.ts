import { parseSync } from '@swc/core'

/** One import as it is written. `typeOnly` means that nothing of it is left when the code runs. */
export interface WrittenImport {
  readonly specifier: string
  readonly typeOnly: boolean
}

type Node = Readonly<Record<string, unknown>>

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

/** The text of a string literal; anything else (a computed specifier, no specifier at all) is undefined. */
function literal(node: unknown): string | undefined {
  if (!isNode(node) || node['type'] !== 'StringLiteral') return undefined
  return typeof node['value'] === 'string' ? node['value'] : undefined
}

function dynamicImport(node: Node): string | undefined {
  const [first]: unknown[] = Array.isArray(node['arguments']) ? node['arguments'] : []
  if (!isNode(node['callee']) || node['callee']['type'] !== 'Import' || !isNode(first)) return undefined
  return literal(first['expression'])
}

/**
 * `import { type A } from` is no type-only import: under verbatimModuleSyntax the statement stays and loads the file.
 */
function importOf(node: Node): WrittenImport | undefined {
  const written = (specifier: string | undefined, typeOnly: boolean): WrittenImport | undefined =>
    specifier === undefined ? undefined : { specifier, typeOnly }
  switch (node['type']) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
      return written(literal(node['source']), node['typeOnly'] === true)
    case 'CallExpression':
      return written(dynamicImport(node), false)
    case 'TsImportType':
      return written(literal(node['argument']), true)
    case 'TsExternalModuleReference':
      return written(literal(node['expression']), false)
    default:
      return undefined
  }
}

function collect(value: unknown, into: WrittenImport[]): void {
  if (Array.isArray(value)) {
    for (const item of value) collect(item, into)
  } else if (isNode(value)) {
    const found = importOf(value)
    if (found !== undefined) into.push(found)
    for (const child of Object.values(value)) collect(child, into)
  }
}

/** Every import of a TypeScript source, wherever in the syntax tree it stands. */
export function writtenImports(source: string): WrittenImport[] {
  const imports: WrittenImport[] = []
  collect(parseSync(source, { syntax: 'typescript', target: 'es2022' }), imports)
  return imports
}
