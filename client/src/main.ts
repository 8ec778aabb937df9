import { mount } from 'svelte'
import './styles/tokens.css'
import './styles/parts.css'
import App from './App.svelte'
import { language } from './messages/language.svelte.ts'

const target = document.getElementById('app')
if (target === null) throw new Error('index.html has no #app')
language.mark()
// A frame of the teacher's preview takes the seat that its address holds; nobody else can give a seat away.
if (location.hash.startsWith('#seat=') && window.parent !== window) void import('./preview/frame.ts').then(({ showFrame }) => { showFrame(target) })
else mount(App, { target })
