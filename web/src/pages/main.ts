/** Pages that stand by themselves (a record, a commune, a list): their styles, and the little that they do. */

import "../styles/fonts.css";
import "../styles/tokens.css";
