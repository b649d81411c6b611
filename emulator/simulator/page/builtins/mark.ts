/** The box or disc in front of a choice, and the sign in it. */
export function markCss(element: string, radius: string): string {
  return `
${element} { display: inline-block; cursor: pointer }
${element}[aria-disabled=true] { opacity: .5; cursor: default }
${element} > [part=mark] {
  display: inline-flex; align-items: center; justify-content: center; box-sizing: border-box;
  width: 24px; height: 24px; margin-right: 5px; border: 1px solid #d1d1d1; border-radius: ${radius};
  font-size: 17px; font-style: normal; font-weight: 700; line-height: 1; vertical-align: middle;
}
`
}

interface Colours {
  colour: string
  background: string
  border: string
}

export function markLook({ colour, background, border }: Colours): string {
  return `color:${colour};background:${background};border-color:${border}`
}
