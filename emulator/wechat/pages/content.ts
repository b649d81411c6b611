import { html } from 'hono/html'
import type { Person } from '../definition.ts'
import type { Authorization } from '../oauth/authorization.ts'
import type { PageRefusal } from '../oauth/errors.ts'
import { layout } from './layout.ts'

/** The real pages show an error with status 200 and nothing that leads on. */
export const errorPage = ({ words, number }: PageRefusal) =>
  layout(
    '无法打开该页面',
    html`<p role="alert">${words}</p>
      ${number === undefined ? '' : html`<p>错误码：${number}</p>`}`,
  )

/** Names on the page are aliases: that is what the apps of the world are called. */
const nameOf = ({ app }: Authorization): string => `“${app.alias}”`

/**
 * Who holds the phone. On a phone WeChat knows; here somebody says so, or the address does with `person`.
 * @param query everything that the page was asked with, which comes along
 */
export const personPage = (
  asked: Authorization,
  people: readonly Person[],
  query: Readonly<Record<string, string>>,
  problem: string | undefined,
) => {
  const website = asked.page === 'website'
  return layout(
    website ? `微信登录${nameOf(asked)}` : `用微信打开${nameOf(asked)}`,
    html`${problem === undefined ? '' : html`<p role="alert">${problem}</p>`}
      ${website ? html`<div class="code" role="img" aria-label="登录二维码"></div>` : ''}
      <form method="get">
        ${Object.entries(query).map(
          ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
        )}
        <fieldset>
          <legend>${website ? '谁来扫码' : '谁在使用微信'}</legend>
          ${people.map(
            ({ id, name }, at) =>
              html`<label
                ><input type="radio" name="person" value="${id}" required ${at === 0 ? 'checked' : ''}>${name}</label
              >`,
          )}
        </fieldset>
        <div class="buttons"><button class="yes">${website ? '扫码' : '继续'}</button></div>
      </form>`,
  )
}

/** The question, on the phone of somebody. */
export const consentPage = (asked: Authorization, person: Person) => {
  const website = asked.page === 'website'
  return layout(
    website ? `登录${nameOf(asked)}` : `${nameOf(asked)}申请使用`,
    html`<p>${website ? '确认后将在网页上登录，并提供你的昵称和头像。' : '你的昵称、头像。'}</p>
      <p>当前微信：<strong>${person.name}</strong></p>
      <form method="post">
        <div class="buttons">
          <button name="answer" value="refuse">拒绝</button>
          <button class="yes" name="answer" value="allow">允许</button>
        </div>
      </form>`,
  )
}

/** After refusing a website the browser stays. */
export const refusedPage = (asked: Authorization) =>
  layout('已拒绝', html`<p role="status">你拒绝了登录${nameOf(asked)}，可以关闭此页面。</p>`)
