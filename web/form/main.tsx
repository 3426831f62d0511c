import { render } from 'preact'
import { makeApi } from '../shared/api'
import { pickLang } from '../shared/i18n'
import { App } from './app'
import { Sender } from './sender'
import { Desk, Host } from './source'
import '../shared/tokens.css'
import '../shared/sheet/sheet.css'
import './form.css'

const asked = new URLSearchParams(location.search)
const key = asked.get('k') ?? ''
const framed = window.parent !== window
const api = makeApi()
const source = framed ? new Host(window.parent) : new Desk(api, key)

document.documentElement.classList.toggle('framed', framed)
new ResizeObserver(() => source.size(document.documentElement.offsetHeight)).observe(document.documentElement)
render(
  <App sender={new Sender(api, key, source)} source={source} spoken={pickLang(...navigator.languages)} framed={framed} />,
  document.body,
)
