import { asyncCall, type Options, textOption, type WxTopic } from './api.ts'
import { askFiles } from './fileDialog.ts'
import { notEmulated } from './notEmulated.ts'
import { pictureOf } from './pictures.ts'
import { keepTemporary } from './temporaryFiles.ts'

/** "最多可以选择的文件个数" */
const MOST_MEDIA = 20
const MOST_FILES = 100

/** `accept` of HTML for a type of file. */
const ACCEPT: Readonly<Record<string, string>> = {
  image: 'image/*',
  video: 'video/*',
  mix: 'image/*,video/*',
}

/**
 * Files of the phone (developers.weixin.qq.com/miniprogram/dev/api/media/video/wx.chooseMedia.html,
 * …/media/image/wx.chooseImage.html and wx.chooseMessageFile.html, 2026-11). There is one source, the computer, and
 * nothing is compressed.
 */
export const choosing: WxTopic = ({ privacy }) => ({
  chooseImage: asyncCall('chooseImage', async (options) => {
    await privacy.authorize('chooseImage')
    const files = await askFiles('image/*', countOf(options, 9, MOST_MEDIA))
    const tempFiles = files.map((file) => ({ path: keepTemporary(file, file.name), size: file.size }))
    return { tempFilePaths: tempFiles.map(({ path }) => path), tempFiles }
  }),
  chooseMedia: asyncCall('chooseMedia', async (options) => {
    await privacy.authorize('chooseMedia')
    const { mediaType } = options
    const wanted: unknown[] = Array.isArray(mediaType) ? mediaType : ['image', 'video']
    const accept = wanted.map((type) => ACCEPT[String(type)] ?? '').join(',')
    const files = await askFiles(accept, countOf(options, 9, MOST_MEDIA))
    const tempFiles = await Promise.all(files.map(mediaFile))
    const [first] = tempFiles
    const mixed = tempFiles.some(({ fileType }) => fileType !== first?.fileType)
    return { tempFiles, type: mixed ? 'mix' : first?.fileType }
  }),
  chooseMessageFile: asyncCall('chooseMessageFile', async (options) => {
    await privacy.authorize('chooseMessageFile')
    const { extension } = options
    const endings = Array.isArray(extension)
      ? extension.map((end) => `.${String(end).replace(/^\./, '')}`)
      : []
    const accept = ACCEPT[textOption(options, 'type')] ?? endings.join(',')
    const files = await askFiles(accept, countOf(options, 1, MOST_FILES))
    return {
      tempFiles: files.map((file) => ({
        path: keepTemporary(file, file.name),
        name: file.name,
        size: file.size,
        type: typeOf(file),
        time: Math.floor(file.lastModified / 1000),
      })),
    }
  }),
})

function countOf({ count }: Options, usual: number, most: number): number {
  return Math.min(most, Math.max(1, Number(count ?? usual) || usual))
}

function typeOf({ type }: File): 'image' | 'video' | 'file' {
  const kind = type.split('/')[0]
  return kind === 'image' || kind === 'video' ? kind : 'file'
}

async function mediaFile(file: File) {
  const tempFilePath = keepTemporary(file, file.name)
  const fileType = typeOf(file)
  if (fileType === 'video') notEmulated('wx.chooseMedia: length, size and thumbnail of a video')
  const picture = fileType === 'image' ? await pictureOf(file).catch(() => undefined) : undefined
  return {
    tempFilePath,
    size: file.size,
    fileType,
    duration: 0,
    width: picture?.naturalWidth ?? 0,
    height: picture?.naturalHeight ?? 0,
    thumbTempFilePath: '',
  }
}
