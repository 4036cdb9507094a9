import test from 'node:test'
import assert from 'node:assert/strict'
import { html, escape, Markup } from '../../../Resources/web/html.js'

test('values are escaped in text and in attributes', () => {
  const rows = [
    [html`<p>${'<b>&"\'`'}</p>`, '<p>&lt;b&gt;&amp;&quot;&#39;&#96;</p>'],
    [html`<a title="${'" onclick="x'}">`, '<a title="&quot; onclick=&quot;x">'],
    [html`${null}${undefined}${true}${false}${0}`, '0'],
    [html`<ul>${['a', '<'].map((one) => html`<li>${one}</li>`)}</ul>`, '<ul><li>a</li><li>&lt;</li></ul>'],
    [html`${[1, [2, ['<']]]}`, '12&lt;'],
    [html`${html`<i>${'<'}</i>`}`, '<i>&lt;</i>'],
    [html`${{ text: '<b>' }}`, '[object Object]'],
  ]
  for (const [markup, expected] of rows) assert.equal(String(markup), expected)
})

test('only the tag makes markup', () => {
  assert.ok(html`x` instanceof Markup)
  assert.equal(escape('a<b'), 'a&lt;b')
})
