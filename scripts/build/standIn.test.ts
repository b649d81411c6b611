import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import { late, leftOut } from './standIn.ts'

const OBJECT = { callable: false, esModule: false } as const
const FUNCTION = { callable: true, esModule: false } as const

/** A stand-in, and how often what it stands for was evaluated. */
const deferred = (exported: object, shape: Parameters<typeof late>[1]) => {
  let evaluated = 0
  let made: object | undefined
  const load = (): object => {
    if (made === undefined) evaluated += 1
    made = exported
    return made
  }
  return { proxy: late(load, shape), evaluated: () => evaluated }
}

/** As TypeScript compiles `import x from`. */
const importDefault = (module: unknown): unknown =>
  Reflect.get(Object(module), '__esModule') ? module : { default: module }

class Parser {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  static get self(): unknown {
    // biome-ignore lint/complexity/noThisInStatic: what `this` is in a getter is the question.
    return this
  }
}

describe('a package that is evaluated late', () => {
  it('is not evaluated by being imported, and once by being used', () => {
    const { proxy, evaluated } = deferred({ parse: () => 1 }, OBJECT)
    expect([typeof proxy, importDefault(proxy), evaluated()]).toEqual(['object', { default: proxy }, 0])
    expect([Reflect.get(proxy, 'parse'), Reflect.get(proxy, 'none')]).toEqual([
      expect.any(Function),
      undefined,
    ])
    expect(evaluated()).toBe(1)
  })

  it('has the keys, the values and the prototype of the package', () => {
    const exported = Object.assign(Object.create({ inherited: true }), { a: 1, b: { c: 2 } })
    const { proxy } = deferred(exported, OBJECT)
    expect(Object.keys(proxy)).toEqual(['a', 'b'])
    expect(Object.entries(proxy)).toEqual([
      ['a', 1],
      ['b', { c: 2 }],
    ])
    expect({ ...proxy }).toEqual({ a: 1, b: { c: 2 } })
    expect(['a' in proxy, 'inherited' in proxy, 'x' in proxy, Object.hasOwn(proxy, 'inherited')]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect(Object.getPrototypeOf(proxy)).toBe(Object.getPrototypeOf(exported))
    expect(JSON.stringify(proxy)).toBe('{"a":1,"b":{"c":2}}')
    const seen: string[] = []
    for (const key in proxy) seen.push(key)
    expect(seen).toEqual(['a', 'b', 'inherited'])
  })

  it('changes when the package is changed, and the other way round', () => {
    const exported = { a: 1, b: 2 }
    const { proxy } = deferred(exported, OBJECT)
    Reflect.set(proxy, 'a', 3)
    Reflect.deleteProperty(proxy, 'b')
    Object.defineProperty(proxy, 'c', { value: 4, enumerable: true })
    expect(exported).toEqual({ a: 3, c: 4 })
    exported.a = 5
    expect(Reflect.get(proxy, 'a')).toBe(5)
    expect(() => Object.freeze(proxy)).toThrow(TypeError)
    const heir: object = Object.create(proxy)
    Reflect.set(heir, 'a', 6, heir)
    expect([exported.a, Reflect.get(heir, 'a')]).toEqual([5, 6])
  })

  it('is a function: called with its `this`, and with its own default and properties', () => {
    const greet = function greet(this: unknown, word: string) {
      return [this, word]
    }
    const { proxy, evaluated } = deferred(Object.assign(greet, { default: greet, lang: 'en' }), FUNCTION)
    expect([typeof proxy, evaluated()]).toEqual(['function', 0])
    if (typeof proxy !== 'function') return
    const self = {}
    expect(Reflect.apply(proxy, self, ['hello'])).toEqual([self, 'hello'])
    expect([Reflect.get(proxy, 'default'), Reflect.get(proxy, 'lang'), proxy.name, proxy.length]).toEqual([
      greet,
      'en',
      'greet',
      1,
    ])
    expect(Reflect.ownKeys(proxy).sort()).toEqual(Reflect.ownKeys(greet).sort())
    expect(proxy instanceof Function).toBe(true)
  })

  it('is a class: constructed, inherited from, and asked by instanceof', () => {
    const { proxy } = deferred(Parser, FUNCTION)
    if (typeof proxy !== 'function') throw new Error('not callable')
    const made: unknown = Reflect.construct(proxy, ['text'])
    expect(made).toEqual(new Parser('text'))
    expect([made instanceof Parser, made instanceof proxy, {} instanceof proxy]).toEqual([true, true, false])
    expect(Reflect.get(proxy, 'prototype')).toBe(Parser.prototype)
    // Private parts of a class are found on the class only.
    expect(Reflect.get(proxy, 'self')).toBe(Parser)
    class Child extends Parser {}
    const child: unknown = Reflect.construct(proxy, ['x'], Child)
    expect([child instanceof Child, child instanceof proxy, child]).toEqual([true, true, new Child('x')])
  })

  it('is an ES module: `default` is what the package says', () => {
    const { proxy, evaluated } = deferred(
      { __esModule: true, default: Parser },
      { ...OBJECT, esModule: true },
    )
    const imported = importDefault(proxy)
    expect([imported === proxy, evaluated()]).toEqual([true, 0])
    expect(Reflect.get(Object(imported), 'default')).toBe(Parser)
  })

  it('fails whenever it is used, if the package does; being imported it does not', () => {
    const proxy = late(() => {
      throw new Error('broken package')
    }, OBJECT)
    expect(Reflect.get(Object(importDefault(proxy)), 'default') === proxy).toBe(true)
    for (let time = 0; time < 2; time++) expect(() => Reflect.get(proxy, 'a')).toThrow('broken package')
  })
})

describe('a package that was left out', () => {
  const proxy = leftOut('some-package')

  it.each([
    ['a property', () => Reflect.get(proxy, 'AI')],
    ['a property of its default', () => Reflect.get(Object(Reflect.get(proxy, 'default')), 'get')],
    ['a call', () => typeof proxy === 'function' && Reflect.apply(proxy, undefined, [])],
    ['a construction', () => typeof proxy === 'function' && Reflect.construct(proxy, [])],
    ['`in`', () => 'AI' in proxy],
    ['an assignment', () => Reflect.set(proxy, 'AI', 1)],
  ])('says what to do: %s', (_, use) => {
    expect(use).toThrow(
      'some-package is not part of this function: delete its line in scripts/build/packages.ts and build again',
    )
  })

  it('can be imported in every way, and looked at', () => {
    expect(importDefault(proxy)).toBe(proxy)
    expect(Reflect.get(proxy, 'default')).toBe(proxy)
    expect(Object.keys(proxy)).toEqual([])
    expect(inspect(proxy)).toEqual(expect.any(String))
  })
})
