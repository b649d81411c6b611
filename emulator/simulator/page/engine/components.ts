import {
  type AssociatedBackend,
  type CodeSpace,
  type ComponentEnv,
  glassEasel,
} from 'glass-easel-miniprogram-adapter'
import type { BuiltApp } from '../../builtApp.ts'
import { defineBuiltinBehaviors } from './builtinBehaviors.ts'
import { registerStyle } from './styles.ts'

type Definition = Record<string, unknown>
type Constructor = (definition: Definition) => unknown

/** `Page`, `Component` and `Behavior` as mini-program code sees them. */
export type Constructors = Record<'Page' | 'Component' | 'Behavior', Constructor>

/**
 * Runs the scripts of all pages and components. Each of them calls a constructor, which has to know whose script is
 * running: `constructors` are fixed functions that answer for the one that is loading now.
 */
export function createComponents(app: BuiltApp, space: CodeSpace, backend: AssociatedBackend) {
  let loading: { path: string; env: ComponentEnv } | undefined
  const builtinBehaviors = defineBuiltinBehaviors(space)
  const during = (name: string) => {
    if (!loading)
      throw new Error(`${name}() may only be called while the script of a page or component loads`)
    return loading
  }

  const own = (definition: Definition): Definition => {
    const { behaviors, relations }: { behaviors?: unknown; relations?: unknown } = definition
    return {
      ...definition,
      ...(Array.isArray(behaviors) && {
        behaviors: behaviors.map((each) => builtinBehavior(each, builtinBehaviors)),
      }),
      ...(isObject(relations) && {
        relations: Object.fromEntries(
          Object.entries(relations).map(([name, relation]) => [name, relationOf(relation)]),
        ),
      }),
    }
  }

  const constructors: Constructors = {
    Page(definition) {
      const { path, env } = during('Page')
      prepareStyle(app, space, backend, path, definition)
      env.Page(own(definition) as Parameters<ComponentEnv['Page']>[0])
    },
    Component(definition) {
      const { path, env } = during('Component')
      prepareStyle(app, space, backend, path, definition)
      env.Component(own(definition) as Parameters<typeof env.Component>[0] & object)
    },
    Behavior(definition) {
      const { env } = during('Behavior')
      return env.Behavior(own(definition))
    },
  }

  return {
    constructors,
    loadAll(): void {
      for (const [path, load] of Object.entries(app.load)) {
        space.componentEnv(path, (env) => {
          loading = { path, env }
          try {
            load()
          } finally {
            loading = undefined
          }
        })
      }
    },
  }
}

function builtinBehavior(behavior: unknown, known: ReadonlyMap<string, unknown>): unknown {
  if (typeof behavior !== 'string') return behavior
  const builtin = known.get(behavior)
  if (builtin !== undefined) return builtin
  throw new Error(`behavior "${behavior}" is not emulated by the simulator yet`)
}

/** A behaviour as the target of a relation: the adapter (0.12.1) hands its own to the core, which knows only those of the core. */
function relationOf(relation: unknown): unknown {
  const target: unknown = isObject(relation) ? Reflect.get(relation, 'target') : undefined
  const core: unknown = isObject(target) ? Reflect.get(target, '_$') : undefined
  return isObject(relation) && core instanceof glassEasel.Behavior ? { ...relation, target: core } : relation
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

function prepareStyle(
  app: BuiltApp,
  space: CodeSpace,
  backend: AssociatedBackend,
  path: string,
  definition: Definition,
): void {
  const config = space.getComponentStaticConfig(path)
  if (!config) return
  // WeChat takes these two from the script as well as from the JSON.
  const options = definition['options']
  if (typeof options === 'object' && options !== null) {
    if ('styleIsolation' in options && config.styleIsolation === undefined) {
      Object.assign(config, { styleIsolation: options.styleIsolation })
    }
    if ('addGlobalClass' in options)
      Object.assign(config, { addGlobalClass: options.addGlobalClass === true })
  }
  registerStyle(
    app,
    space,
    backend,
    path,
    config.styleIsolation ?? (config.component ? 'isolated' : 'shared'),
  )
}
