/** Shows each text directly in an element as `read` gives it, and again whenever somebody writes it anew. */
export function readTexts(element: HTMLElement, read: (text: string) => string): void {
  const show = (nodes: Iterable<Node>): void => {
    for (const node of nodes)
      if (node instanceof Text && node.parentNode === element) {
        const shown = read(node.data)
        if (shown !== node.data) node.data = shown
      }
  }
  const observer = new MutationObserver((records) => {
    show(new Set(records.flatMap(({ target, addedNodes }) => [target, ...addedNodes])))
    // What was read must not be read again.
    observer.takeRecords()
  })
  show(element.childNodes)
  observer.observe(element, { childList: true, characterData: true, subtree: true })
}
