import { QueryClientProvider } from '@tanstack/react-query'
import { createRoot } from 'react-dom/client'
import '../shared/tokens.css'
import './styles/base.css'
import './styles/ui.css'
import './styles/form.css'
import './styles/states.css'
import './styles/dialog.css'
import './styles/gate.css'
import './styles/shell.css'
import './styles/list.css'
import './styles/talk.css'
import './styles/thread.css'
import './styles/bubble.css'
import './styles/message.css'
import './styles/files.css'
import './styles/write.css'
import './styles/channel.css'
import { App } from './app'
import { applyPrefs } from './core/prefs'
import { cache } from './core/query'

applyPrefs()

createRoot(document.getElementById('app')!).render(
  <QueryClientProvider client={cache}>
    <App />
  </QueryClientProvider>,
)
