// The editor of invoices: saves by itself, moves through rows by keyboard, takes rows from a spreadsheet, drops files. It reckons nothing.
"use strict";

document.documentElement.classList.add("scripts");
const form = document.querySelector("[data-editor]");
const SAVE_AFTER_MS = 900, JUDGE_AFTER_MS = 350;
const REFERENCES = ["order_number", "buyer_reference", "reference_person", "payment_reference"];
const HOLDS = { lines: ["name", "price", "article", "description", "origin_country", "customs_number"], charges: ["reason", "amount"] };
const COLUMNS = ["name", "quantity", "unit", "price", "vat"];
let timer = 0, judging = 0, saving = null, changed = false, leaving = false;

// Rows: their fields are named by their place, those that hold something first.
const rowsOf = (group) => [...document.querySelectorAll(`#${group} > [data-row]`)];
const part = (row, name) => row.querySelector(`[name$="-${name}"]`);
const holds = (row) => HOLDS[row.dataset.row].some((name) => part(row, name).value.trim());

function number(group) {
  const rows = rowsOf(group);
  [...rows.filter(holds), ...rows.filter((row) => !holds(row))].forEach((row, place) => {
    const to = `${group}-${place}`;
    for (const element of row.querySelectorAll("[id], [name], [for], [value], [aria-describedby]"))
      for (const name of ["id", "name", "for", "value", "aria-describedby"]) {
        const value = element.getAttribute(name);
        if (value && !(name === "value" && element.tagName !== "BUTTON")) element.setAttribute(name, value.replaceAll(/(lines|charges)-(\d+|__)/g, to));
      }
  });
  rows.forEach((row, place) => (row.querySelector(".row-name").textContent = row.querySelector(".row-name").textContent.replace(/\d*$/, "").trimEnd() + " " + (place + 1)));
}

function add(group) {
  document.getElementById(group).append(document.getElementById(`${group}-template`).content.cloneNode(true));
  number(group);
  return rowsOf(group).at(-1);
}

// Saving: the page that answers is the one that a browser without scripts would see; what is alive in it is taken over.
function soon() {
  changed = true;
  document.getElementById("saved").textContent = form.dataset.unsaved;
  clearTimeout(timer);
  timer = setTimeout(save, SAVE_AFTER_MS);
}

async function save() {
  if (saving || leaving) return saving ?? undefined;
  clearTimeout(timer);
  number("lines");
  number("charges");
  const body = new URLSearchParams([...new FormData(form)].filter(([, value]) => typeof value === "string"));
  body.set("do", "update");
  changed = false;
  document.getElementById("saved").textContent = form.dataset.saving;
  saving = fetch(form.action, { method: "POST", body }).then(async (answer) => {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-editor]");
    if (!fresh) return leaving ? undefined : location.assign(answer.url); // logged out, or sent from another window
    take(page, fresh);
    if (answer.ok && answer.url !== location.href) history.replaceState(null, "", answer.url);
  }).catch(() => {
    changed = true;
    document.getElementById("saved").textContent = form.dataset.unsaved;
  }).finally(() => (saving = null));
  await saving;
  if (changed) soon();
}

function take(page, fresh) {
  form.action = fresh.getAttribute("action");
  form.elements.request.value = fresh.elements.request.value;
  if (!document.querySelector(".discard") && page.querySelector(".discard")) form.after(page.querySelector(".discard"));
  for (const old of document.querySelectorAll("[data-live]")) {
    const now = page.getElementById(old.id);
    if (now && (old.id !== "attachments" || !uploading)) old.innerHTML = now.innerHTML;
  }
  for (const box of form.querySelectorAll("[id][name]")) {
    const there = page.getElementById(box.id), wrong = page.getElementById(`${box.id}-wrong`);
    document.getElementById(`${box.id}-wrong`)?.remove();
    const field = box.closest(".ds-field");
    if (!field || !there) continue;
    if (wrong) field.append(document.adoptNode(wrong));
    for (const name of ["aria-invalid", "aria-describedby"])
      there.hasAttribute(name) ? box.setAttribute(name, there.getAttribute(name)) : box.removeAttribute(name);
  }
}

form.addEventListener("input", (event) => {
  if (event.target.type === "file") return;
  if (REFERENCES.includes(event.target.name)) {
    clearTimeout(judging);
    judging = setTimeout(judge, JUDGE_AFTER_MS);
  }
  soon();
});
form.addEventListener("change", async (event) => {
  if (!["receiver", "issue_date"].includes(event.target.name)) return;
  await save(); // what the customer asks of references depends on both
  if (!changed) location.reload();
});

// References are judged while they are typed, by the customer's own rules.
async function judge() {
  const typed = Object.fromEntries(REFERENCES.map((name) => [name, form.elements[name].value]).filter(([, value]) => value));
  const answer = await fetch(form.dataset.check, { method: "POST", headers: { "content-type": "application/json", "accept-language": document.documentElement.lang }, body: JSON.stringify(typed) });
  if (!answer.ok) return;
  const { findings } = await answer.json();
  for (const name of REFERENCES) {
    const field = form.elements[name].closest(".ds-field"), found = typed[name] && findings.find((one) => one.reference === name);
    field.querySelector(".said-live")?.remove();
    form.elements[name].toggleAttribute("data-wrong", Boolean(found));
    if (!found) continue;
    document.getElementById(`${name}-wrong`)?.remove();
    const said = Object.assign(document.createElement("p"), { className: `said-live ${found.level === "error" ? "ds-validation-message" : "quiet"}`, textContent: found.text });
    said.setAttribute("role", "status");
    if (found.correction) {
      const take = Object.assign(document.createElement("button"), { type: "button", className: "ds-link", textContent: form.dataset.suggest.replace("{correction}", found.correction) });
      take.addEventListener("click", () => {
        form.elements[name].value = found.correction;
        form.elements[name].focus();
        form.elements[name].dispatchEvent(new Event("input", { bubbles: true }));
      });
      said.append(take);
    }
    field.append(said);
  }
}

// By keyboard: Enter goes on to the next row, and makes one after the last.
form.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
  event.preventDefault();
  const row = event.target.closest("[data-row=lines]");
  if (!row) return void save();
  const rows = rowsOf("lines");
  part(rows[rows.indexOf(row) + 1] ?? add("lines"), "name").focus();
});

// From a spreadsheet: name, quantity, unit, price and VAT, as far as there are columns.
form.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain").replace(/[\r\n]+$/, "");
  const row = event.target.closest("[data-row=lines]");
  if (!row || event.target.tagName !== "INPUT" || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const first = Math.max(COLUMNS.findIndex((name) => event.target.name.endsWith(`-${name}`)), 0);
  let at = rowsOf("lines").indexOf(row);
  for (const written of text.split(/\r?\n/)) {
    const into = rowsOf("lines")[at++] ?? add("lines");
    written.split("\t").forEach((value, place) => fill(part(into, COLUMNS[first + place] ?? "article"), value.trim()));
  }
  part(rowsOf("lines")[at - 1], "name").focus();
  soon();
});

function fill(box, value) {
  if (box.tagName !== "SELECT") return void (box.value = value);
  const wanted = value.toLowerCase().replace(/[\s%.]/g, "").replace(",", ".");
  const option = [...box.options].find((one) => [one.value.toLowerCase(), one.value.slice(2), one.text.toLowerCase().replace(/[\s%.]/g, "")].includes(wanted));
  if (option) box.value = option.value;
}

form.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.add) {
    event.preventDefault();
    part(add(button.dataset.add), button.dataset.add === "lines" ? "name" : "reason_code").focus();
  } else if (button.value.startsWith("remove-") && !button.value.includes("attachments")) {
    event.preventDefault();
    const row = button.closest("[data-row]"), group = row.dataset.row, rows = rowsOf(group);
    (part(rows[rows.indexOf(row) + 1] ?? rows[rows.indexOf(row) - 1] ?? row, group === "lines" ? "name" : "amount") ?? form).focus();
    row.remove();
    if (!rowsOf(group).length && group === "lines") part(add(group), "name").focus();
    number(group);
    soon();
  }
});
form.addEventListener("submit", (event) => {
  number("lines");
  number("charges");
  if (event.submitter?.formTarget !== "_blank") leaving = true;
});
addEventListener("pageshow", () => (leaving = false));
addEventListener("beforeunload", (event) => {
  if (changed && !leaving) event.preventDefault();
});

// Files: dropped or chosen, they go at once, one after the other.
let uploading = false;
const files = document.getElementById("files"), said = document.getElementById("upload-said");
files.addEventListener("change", async () => {
  uploading = true;
  const refused = [];
  for (const file of files.files) {
    const answer = await send(file).catch(() => ({ status: 0 }));
    if (answer.status === 201) attach(answer.body);
    else refused.push(answer.body?.title ?? file.name);
  }
  uploading = false;
  files.value = "";
  said.textContent = refused.join(" ");
  await save();
});

function send(file) {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.upload.onprogress = (event) => (said.textContent = form.dataset.uploading.replace("{name}", file.name).replace("{percent}", Math.round((100 * event.loaded) / event.total)));
    request.onload = () => done({ status: request.status, body: JSON.parse(request.responseText) });
    request.onerror = failed;
    request.open("POST", `${form.dataset.upload}?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("content-type", "application/pdf");
    request.setRequestHeader("accept-language", document.documentElement.lang);
    request.send(file);
  });
}

function attach(document_) {
  const place = form.querySelectorAll('[name^="attachments-"][name$="-sha256"]').length;
  for (const name of ["sha256", "size", "name"]) {
    const box = Object.assign(document.createElement("input"), { type: "hidden", name: `attachments-${place}-${name}`, value: document_[name] });
    document.getElementById("attachments").append(box);
  }
}
