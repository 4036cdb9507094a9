// @ts-check
// Goes on to the program: as a step of this page, so that the browser keeps the session's cookie.
import './login-look.js'

location.replace('/')
