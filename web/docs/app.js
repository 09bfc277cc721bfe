"use strict";
// Search, copying and trying out. The page can be read without any of it.
(function () {
  const tokenField = document.getElementById("token");
  const kept = "scriptorium.token";

  // The token lives as long as the tab, and is sent in one header only.
  if (tokenField) {
    tokenField.value = sessionStorage.getItem(kept) || "";
    tokenField.addEventListener("input", () => keep(tokenField.value.trim()));
    document.getElementById("forget").addEventListener("click", () => { tokenField.value = ""; keep(""); });
    document.getElementById("token-part").hidden = false;
  }

  function keep(token) {
    if (token) { sessionStorage.setItem(kept, token); } else { sessionStorage.removeItem(kept); }
  }

  const search = document.getElementById("search");
  if (search) {
    search.closest("[hidden]").hidden = false;
    search.addEventListener("input", () => filter(search.value.trim().toLowerCase()));
  }

  function filter(text) {
    const words = text.split(/\s+/).filter(Boolean);
    let count = 0;
    for (const chapter of document.querySelectorAll("section.chapter")) {
      let shown = 0;
      for (const operation of chapter.querySelectorAll("section.operation")) {
        const fits = words.every((word) => operation.dataset.words.includes(word));
        operation.hidden = !fits;
        const link = document.querySelector('aside a[href="#' + operation.id + '"]');
        if (link) { link.parentElement.hidden = !fits; }
        if (fits) { shown += 1; }
      }
      chapter.hidden = shown === 0;
      count += shown;
    }
    document.getElementById("found").textContent = words.length ? count + (count === 1 ? " operation" : " operations") : "";
  }

  for (const block of document.querySelectorAll(".curl")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Copy";
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(block.querySelector("code").textContent);
        button.textContent = "Copied";
      } catch {
        button.textContent = "Select and copy by hand";
      }
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
    block.prepend(button);
  }

  for (const form of document.querySelectorAll("form.try")) {
    form.closest("details").hidden = false;
    form.addEventListener("submit", (event) => { event.preventDefault(); send(form); });
    form.querySelector("[data-stop]").addEventListener("click", () => { if (form.controller) { form.controller.abort(); } });
    const draw = form.querySelector("[data-draw]");
    if (draw) { draw.addEventListener("click", () => { draw.form.elements["header:Idempotency-Key"].value = randomKey(); }); }
  }

  function randomKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function request(form) {
    let path = form.dataset.path;
    const query = new URLSearchParams();
    const headers = {};
    let body;
    for (const field of form.elements) {
      if (!field.name || (field.value === "" && field.name !== "body")) { continue; }
      const [place, name] = [field.name.slice(0, field.name.indexOf(":")), field.name.slice(field.name.indexOf(":") + 1)];
      if (place === "path") { path = path.replace("{" + name + "}", encodeURIComponent(field.value)); }
      if (place === "query") {
        const values = field.dataset.list ? field.value.split(",").map((text) => text.trim()) : [field.value];
        for (const value of values) { query.append(name, value); }
      }
      if (place === "header") { headers[name] = field.value; }
      if (field.name === "body" && field.value.trim() !== "") {
        body = field.value;
        headers["Content-Type"] = "application/json";
      }
      if (field.type === "file") {
        body = field.files[0];
        headers["Content-Type"] = body.type || "application/octet-stream";
      }
    }
    const token = tokenField.value.trim();
    if (token) { headers.Authorization = "Bearer " + token; }
    const text = query.toString();
    return [path + (text ? "?" + text : ""), { method: form.dataset.method, headers, body, cache: "no-store", credentials: "omit" }];
  }

  async function send(form) {
    const output = form.querySelector("output");
    const stop = form.querySelector("[data-stop]");
    const missing = [...form.elements].find((field) => field.required && field.value === "");
    output.replaceChildren();
    if (missing) { missing.focus(); line(output, "Fill in the field that is needed.", "status bad"); return; }
    const controller = new AbortController();
    form.controller = controller;
    stop.hidden = false;
    const begun = performance.now();
    try {
      const [path, options] = request(form);
      const answer = await fetch(path, { ...options, signal: controller.signal });
      line(output, "Status " + answer.status + " after " + Math.round(performance.now() - begun) + " ms", "status " + (answer.ok ? "good" : "bad"));
      block(output, "Headers", [...answer.headers].map(([name, value]) => name + ": " + value).join("\n"));
      const type = answer.headers.get("content-type") || "";
      if (type.startsWith("text/event-stream")) { await follow(answer, block(output, "Events, as they come", "")); } else { await show(answer, output, type); }
    } catch (error) {
      line(output, error.name === "AbortError" ? "Stopped." : "No answer: " + error.message, "status bad");
    } finally {
      stop.hidden = true;
    }
  }

  async function show(answer, output, type) {
    const text = await answer.text();
    let shown = text;
    if (type.includes("json")) {
      try {
        const value = JSON.parse(text);
        shown = JSON.stringify(value, null, 2);
        offerToken(value, output);
        if (typeof value.type === "string" && value.type.startsWith("/docs/errors/")) { link(output, value.type, "What " + value.reason + " means"); }
      } catch { /* Shown as it came. */ }
    }
    block(output, "Body", shown);
  }

  function offerToken(value, output) {
    if (value === null || typeof value.bearer_token !== "string") { return; }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "quiet";
    button.textContent = "Use this token for the next calls";
    button.addEventListener("click", () => { tokenField.value = value.bearer_token; keep(value.bearer_token); button.textContent = "In use"; });
    output.append(button);
  }

  // EventSource cannot send the header `Authorization`, so the stream is read by hand.
  async function follow(answer, place) {
    const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
    for (;;) {
      const { value, done } = await reader.read();
      if (done) { break; }
      place.textContent = (place.textContent + value).slice(-200000);
      place.parentElement.scrollTop = place.parentElement.scrollHeight;
    }
    line(place.closest("output"), "The stream ended.", "status good");
  }

  function line(output, text, style) {
    const paragraph = document.createElement("p");
    paragraph.className = style;
    paragraph.textContent = text;
    output.append(paragraph);
  }

  function link(output, address, text) {
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.textContent = text;
    output.append(anchor);
  }

  function block(output, title, text) {
    const heading = document.createElement("h4");
    heading.textContent = title;
    const pre = document.createElement("pre");
    pre.tabIndex = 0;
    const code = document.createElement("code");
    code.textContent = text;
    pre.append(code);
    output.append(heading, pre);
    return code;
  }
})();
