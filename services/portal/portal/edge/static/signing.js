// Follows a signing: a new code each second, what to do now, and on when it has ended. And no button before its box is ticked.
"use strict";

const SECOND_MS = 1000;

for (const button of document.querySelectorAll("[data-needs]")) {
  const box = button.form.elements[button.dataset.needs];
  const follow = () => { button.disabled = !box.checked; };
  box.addEventListener("change", follow);
  follow();
}

const signing = document.getElementById("signing");
if (signing) {
  const says = document.getElementById("says");
  const code = document.querySelector("[data-code]");
  const base = code && code.src;
  let turn = 0;
  const look = async () => {
    turn += 1;
    if (code) code.src = `${base}?${turn}`;
    if (turn % 2) return;
    const answer = await fetch(signing.dataset.state, { headers: { accept: "application/json" } }).catch(() => null);
    if (!answer || !answer.ok) return;
    const { status, says: words } = await answer.json();
    if (status !== "started") location.reload();
    else if (says.textContent !== words) says.textContent = words;
  };
  setInterval(look, SECOND_MS);
}
