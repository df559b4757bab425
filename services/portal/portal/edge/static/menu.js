// Where the menu is wider than a phone, it begins at the place where one is.
"use strict";

for (const here of document.querySelectorAll(".menu [aria-current]")) {
  const list = here.closest("ul");
  list.scrollLeft = here.offsetLeft - list.offsetLeft - list.clientWidth / 3;
}
