/**
 * The browser's own dialog for files, which stands for the album and for files of chats.
 * @param accept as in HTML: `image/*`, `.pdf`; everything when empty
 * @throws Error `cancel`; a text when no tap led here, because browsers open it for nothing else
 */
export function askFiles(accept: string, most: number): Promise<readonly File[]> {
  return new Promise((resolve, reject) => {
    if (!navigator.userActivation.isActive) {
      reject(new Error('a browser chooses files only after a tap'))
      return
    }
    const input = document.createElement('input')
    input.type = 'file'
    input.accept = accept
    input.multiple = most > 1
    input.addEventListener('change', () => {
      const files = [...(input.files ?? [])].slice(0, most)
      if (files.length > 0) resolve(files)
      else reject(new Error('cancel'))
    })
    input.addEventListener('cancel', () => reject(new Error('cancel')))
    input.click()
  })
}
