import type { Wheels, WheelsRequest } from '../builtins/wheels.ts'
import { followDrag } from './drags.ts'

/** Height of an entry, in px. */
const ENTRY = 44

/**
 * Opens the sheet of a picker over everything in the phone that `near` is in. A column is turned by scrolling, by
 * dragging, with the arrow keys, or with a tap on an entry.
 */
export function openWheels(near: HTMLElement, request: WheelsRequest): Wheels {
  const phone = near.closest('.phone') ?? document.body
  const overlays = phone.querySelector('.phone-overlays') ?? phone
  const covered = [...phone.children].filter((child): child is HTMLElement => child instanceof HTMLElement)
  const focused = document.activeElement
  const mask = piece('div', 'sheet-mask')
  const sheet = piece('div', 'sheet')
  sheet.setAttribute('role', 'dialog')
  sheet.setAttribute('aria-modal', 'true')
  sheet.setAttribute('aria-label', request.title)
  const head = piece('div', 'wheels-head')
  const cancel = piece('button', 'wheels-cancel', '取消')
  const confirm = piece('button', 'wheels-confirm', '确定')
  head.append(cancel, piece('strong', 'wheels-title', request.title), confirm)
  const body = piece('div', 'wheels')
  sheet.append(head, body)
  mask.append(sheet)

  let columns: readonly Column[] = []
  const show: Wheels['show'] = (texts, selected) => {
    if (columns.length !== texts.length) {
      columns = texts.map((_, at) => createColumn(at, (index) => request.turned(at, index)))
      body.replaceChildren(...columns.map(({ element }) => element))
    }
    for (const [at, column] of columns.entries()) column.show(texts[at] ?? [], selected[at] ?? 0)
  }

  const cover = (covering: boolean): void => {
    for (const each of covered) each.inert = covering && each !== overlays
  }
  let close: (chosen: readonly number[] | undefined) => void = () => undefined
  // Another page lies on it. Assumption: that is as if somebody had cancelled.
  const page = near.closest('wx-page')
  const covering = new MutationObserver(() => page?.hasAttribute('hidden') && close(undefined))
  if (page) covering.observe(page, { attributeFilter: ['hidden'] })
  const answer = new Promise<readonly number[] | undefined>((resolve) => {
    close = (chosen) => {
      covering.disconnect()
      mask.remove()
      cover(false)
      if (focused instanceof HTMLElement) focused.focus()
      resolve(chosen)
    }
    cancel.addEventListener('click', () => close(undefined))
    confirm.addEventListener('click', () => close(columns.map(({ index }) => index())))
    mask.addEventListener('click', (event) => {
      if (event.target === mask) close(undefined)
    })
    mask.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') close(undefined)
      else if (event.key === 'Enter' && event.target !== cancel) {
        event.preventDefault()
        close(columns.map(({ index }) => index()))
      }
    })
  })
  cover(true)
  overlays.append(mask)
  show(request.columns, request.selected)
  columns[0]?.element.focus()
  return { show, answer, close: () => close(undefined) }
}

interface Column {
  readonly element: HTMLElement
  index(): number
  show(texts: readonly string[], selected: number): void
}

function createColumn(at: number, turned: (index: number) => void): Column {
  const element = piece('div', 'wheel')
  element.tabIndex = 0
  element.setAttribute('role', 'listbox')
  element.setAttribute('aria-label', `第 ${at + 1} 列`)
  let index = 0
  let shown: readonly string[] = []
  let dragged = false

  const mark = (): void => {
    for (const [each, option] of [...element.children].entries()) {
      option.setAttribute('aria-selected', String(each === index))
    }
  }
  const turn = (to: number): void => {
    const next = Math.min(Math.max(to, 0), Math.max(shown.length - 1, 0))
    element.scrollTop = next * ENTRY
    if (next === index) return
    index = next
    mark()
    turned(next)
  }
  element.addEventListener('scrollend', () => {
    if (!dragged) turn(Math.round(element.scrollTop / ENTRY))
  })
  element.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target !== element) turn([...element.children].indexOf(target))
  })
  element.addEventListener('keydown', (event) => {
    const step = { ArrowUp: -1, ArrowDown: 1, Home: -shown.length, End: shown.length }[event.key]
    if (step === undefined) return
    event.preventDefault()
    turn(index + step)
  })
  let from = 0
  followDrag(element, {
    begin: () => {
      from = element.scrollTop
      return true
    },
    claims: () => {
      dragged = true
      return true
    },
    move: (_, dy) => {
      element.scrollTop = from - dy
    },
    end: () => {
      dragged = false
      turn(Math.round(element.scrollTop / ENTRY))
    },
  })

  return {
    element,
    index: () => index,
    show(texts, selected) {
      index = Math.min(Math.max(selected, 0), Math.max(texts.length - 1, 0))
      if (texts.join('\n') !== shown.join('\n')) {
        shown = texts
        element.replaceChildren(...texts.map(entry))
      }
      mark()
      element.scrollTop = index * ENTRY
    },
  }
}

function entry(text: string): HTMLElement {
  const option = piece('div', 'wheel-entry', text)
  option.setAttribute('role', 'option')
  return option
}

function piece<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  className: string,
  text = '',
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag)
  element.className = className
  element.textContent = text
  if (element instanceof HTMLButtonElement) element.type = 'button'
  return element
}
