import { mount } from 'svelte'
import './styles/tokens.css'
import './styles/parts.css'
import App from './App.svelte'
import { language } from './messages/language.svelte.ts'

const target = document.getElementById('app')
if (target === null) throw new Error('index.html has no #app')
language.mark()
mount(App, { target })
