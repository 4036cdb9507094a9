// @ts-check
// The colours that were chosen hold on the pages before the program, too.
import { setTheme } from './models/theme.js'

setTheme()
