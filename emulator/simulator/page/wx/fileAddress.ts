import type { Choice } from '../choice.ts'
import { temporaryAddress } from './cloudFiles.ts'
import { contentAt } from './temporaryFiles.ts'

/** The address of a file for the browser; undefined when there is no such file. */
export type FileAddress = (source: string) => Promise<string | undefined>

/**
 * Addresses of what `<image>`, wx.previewImage and sounds are given: files that the mini-program has written (`wxfile://`) and
 * those of the cloud (`cloud://`, "支持云文件ID"); a path is a file of the package, everything else is an address already.
 */
export const createFileAddress =
  (choice: Choice): FileAddress =>
  async (source) => {
    if (source.startsWith('cloud://')) return temporaryAddress(choice, source)
    if (source.startsWith('wxfile://')) {
      const content = await contentAt(source)
      return content && URL.createObjectURL(content)
    }
    return /^(?:[a-z]+:|\/\/)/i.test(source) ? source : `assets/${source.replace(/^\.?\//, '')}`
  }
