import { glassEasel } from 'glass-easel-miniprogram-adapter'
import { phoneLengths } from './phoneLengths.ts'

/**
 * glass-easel's DOM backend with the element names of the phone: a built-in `x` is the element `wx-x`, and `html-x`
 * in the template of a built-in is the HTML element `x`.
 */
export class PhoneBackend extends glassEasel.CurrentWindowBackendContext {
  private readonly builtins: ReadonlySet<string>
  private collected: HTMLStyleElement[] | undefined

  constructor(builtins: ReadonlySet<string>) {
    super()
    this.builtins = builtins
    const own: Document = document
    // The backend asks for three methods of a document; its own element type is a part of the DOM's.
    this.document = {
      createElement: (tag: string) => this.element(tag),
      createTextNode: (text: string) => own.createTextNode(text),
      createDocumentFragment: () => own.createDocumentFragment(),
    } as unknown as glassEasel.CurrentWindowBackendContext['document']
  }

  /** Runs `work` and returns its result with the style sheets that were appended meanwhile. */
  collectingSheets<T>(work: () => T): { result: T; sheets: readonly HTMLStyleElement[] } {
    const sheets: HTMLStyleElement[] = []
    this.collected = sheets
    try {
      return { result: work(), sheets }
    } finally {
      this.collected = undefined
    }
  }

  override appendStyleSheetPath(path: string, styleScope?: number): number {
    const index = super.appendStyleSheetPath(path, styleScope)
    const last = document.head.lastElementChild
    if (last instanceof HTMLStyleElement) this.collected?.push(last)
    return index
  }

  private element(tag: string): HTMLElement {
    const html = tag.startsWith('html-') ? tag.slice('html-'.length) : undefined
    const element = document.createElement(html ?? (this.builtins.has(tag) ? `wx-${tag}` : tag))
    const setAttribute = element.setAttribute.bind(element)
    element.setAttribute = (name, value) =>
      setAttribute(name, name === 'style' ? phoneLengths(String(value)) : value)
    return element
  }
}
