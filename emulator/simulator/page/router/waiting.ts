import { followBuilds, presentBuild } from './builds.ts'
import { redrawWithFonts } from './fonts.ts'

// The script of the page that is shown while the mini-program does not build.
followBuilds(presentBuild(), { restyle: () => location.reload(), reload: () => location.reload() })
redrawWithFonts()
