// Solves the challenge that a form carries, beside the page, while the person fills in; without this script the form waits instead.
"use strict";

for (const box of document.querySelectorAll("[data-captcha]")) {
  const form = box.closest("form");
  const solution = form.elements.captcha;
  const said = box.querySelector("[role=status]");
  let waiting = null;
  const begin = () => {
    const worker = new Worker(box.dataset.worker);
    worker.onmessage = (event) => {
      solution.value = event.data;
      done();
    };
    worker.onerror = done; // then the form goes as one without script does
    worker.postMessage(JSON.parse(atob(form.elements.unsolved.value)));
    function done() {
      worker.terminate();
      box.dataset.captcha = "done";
      said.textContent = "";
      if (waiting) form.requestSubmit(waiting.submitter);
    }
  };
  form.addEventListener("submit", (event) => {
    if (box.dataset.captcha === "done" || event.submitter?.formNoValidate) return; // another language is no sign-up
    event.preventDefault();
    waiting = event;
    said.textContent = box.dataset.working;
  });
  if (window.Worker) begin();
  else box.dataset.captcha = "done";
}
