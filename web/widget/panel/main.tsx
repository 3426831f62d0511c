import { render } from 'preact'
import { Chat } from './chat/chat'
import { dress } from './chat/dress'
import { makeHost, originIn } from './chat/host'
import { App } from './parts/app'
import '../../shared/tokens.css'
import './styles/frame.css'
import './styles/log.css'
import './styles/composer.css'

dress(undefined, 'auto')
const chat = new Chat(makeHost(window.parent, originIn(location.hash)))
render(<App chat={chat} />, document.body)
void chat.start()
