import { isRecord } from '../localCloud.ts'
import { asyncCall, neededText, type Options, type WxTopic } from './api.ts'
import { createFileAddress } from './fileAddress.ts'
import { notEmulated } from './notEmulated.ts'
import { createPermissions } from './permissions.ts'
import { contentAt, keepTemporary } from './temporaryFiles.ts'
import { showPictures } from './viewer.ts'

/** "有效值 jpeg png gif tiff unknown" */
const TYPES = ['jpeg', 'png', 'gif', 'tiff']

/** `quality` of wx.compressImage unless given. */
const QUALITY = 80

/**
 * Pictures (developers.weixin.qq.com/miniprogram/dev/api/media/image/wx.getImageInfo.html, wx.compressImage.html,
 * wx.previewImage.html, wx.previewMedia.html and wx.saveImageToPhotosAlbum.html, 2026-11). The album is the folder for downloads.
 */
export const pictures: WxTopic = ({ choice, phone, privacy }) => {
  const permissions = createPermissions(choice, phone)
  const fileAddress = createFileAddress(choice)
  return {
    getImageInfo: asyncCall('getImageInfo', async (options) => {
      const { content, name } = await pictureOption(options, 'src')
      const { naturalWidth: width, naturalHeight: height } = await pictureOf(content)
      const type = TYPES.find((each) => content.type === `image/${each}`) ?? 'unknown'
      // A browser turns a picture upright by itself.
      return { width, height, type, orientation: 'up', path: keepTemporary(content, name) }
    }),
    compressImage: asyncCall('compressImage', async (options) => {
      const { content, name } = await pictureOption(options, 'src')
      const picture = await pictureOf(content)
      const quality = Math.min(100, Math.max(0, Number(options['quality'] ?? QUALITY))) / 100
      const smaller = await redraw(picture, sizeOf(picture, options), content.type, quality)
      return { tempFilePath: keepTemporary(smaller, name) }
    }),
    previewImage: asyncCall('previewImage', ({ urls, current }) => {
      if (!Array.isArray(urls) || urls.length === 0)
        throw new Error('parameter error: parameter.urls should be Array with a picture')
      const list = urls.map(String)
      showPictures(phone, list, Math.max(0, list.indexOf(String(current))), fileAddress)
      return {}
    }),
    previewMedia: asyncCall('previewMedia', ({ sources, current }) => {
      const media = Array.isArray(sources) ? sources.filter(isRecord) : []
      if (media.length === 0)
        throw new Error('parameter error: parameter.sources should be Array with a picture')
      if (media.some(({ type }) => type === 'video')) notEmulated('wx.previewMedia: a video')
      showPictures(
        phone,
        media.map(({ url }) => String(url)),
        Math.min(media.length - 1, Math.max(0, Number(current ?? 0))),
        fileAddress,
      )
      return {}
    }),
    saveImageToPhotosAlbum: asyncCall('saveImageToPhotosAlbum', async (options) => {
      const { content, name } = await pictureOption(options, 'filePath')
      await privacy.authorize('saveImageToPhotosAlbum')
      await permissions.need('saveImageToPhotosAlbum', 'scope.writePhotosAlbum')
      const link = document.createElement('a')
      link.href = URL.createObjectURL(content)
      link.download = name
      link.click()
      return {}
    }),
  }
}

/** @throws Error; Assumption: its words */
async function pictureOption(options: Options, name: string): Promise<{ content: Blob; name: string }> {
  const path = neededText(options, name)
  const content = /^https?:/i.test(path) ? await contentOnWeb(path) : await contentAt(path)
  if (!content) throw new Error(`file doesn't exist "${path}"`)
  return { content, name: decodeURIComponent(path.split('/').at(-1) ?? 'picture') }
}

/** "图片的路径，支持网络路径、本地路径、代码包路径"; a server of another origin has to allow the page by CORS. */
async function contentOnWeb(address: string): Promise<Blob | undefined> {
  const response = await fetch(address)
  return response.ok ? response.blob() : undefined
}

/** The picture in a file, loaded. @throws Error when it is none */
export async function pictureOf(content: Blob): Promise<HTMLImageElement> {
  const picture = new Image()
  picture.src = URL.createObjectURL(content)
  try {
    await picture.decode()
    return picture
  } catch {
    throw new Error('not a picture')
  } finally {
    URL.revokeObjectURL(picture.src)
  }
}

/** What is not given of the two follows from the other. */
function sizeOf({ naturalWidth, naturalHeight }: HTMLImageElement, options: Options) {
  const [wide, high] = [Number(options['compressedWidth'] ?? 0), Number(options['compressedHeight'] ?? 0)]
  const scale = wide > 0 ? wide / naturalWidth : high > 0 ? high / naturalHeight : 1
  return {
    width: wide > 0 ? wide : Math.round(naturalWidth * scale),
    height: high > 0 ? high : Math.round(naturalHeight * scale),
  }
}

function redraw(
  picture: HTMLImageElement,
  { width, height }: { width: number; height: number },
  type: string,
  quality: number,
): Promise<Blob> {
  const canvas = document.createElement('canvas')
  Object.assign(canvas, { width, height })
  canvas.getContext('2d')?.drawImage(picture, 0, 0, width, height)
  return new Promise((resolve, reject) =>
    canvas.toBlob((made) => (made ? resolve(made) : reject(new Error('not a picture'))), type, quality),
  )
}
