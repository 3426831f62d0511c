import { render } from 'preact'
import { pickLang } from '../shared/i18n'
import { applyTheme } from '../shared/theme'
import { Access } from './access'
import { App } from './app'
import '../shared/tokens.css'
import '../shared/sheet/sheet.css'
import '../shared/ticket/history.css'
import './portal.css'

applyTheme('auto')
render(<App access={new Access()} spoken={pickLang(...navigator.languages)} />, document.body)
