// «Gửi văn bản vào máy»: drop files anywhere on the page, one request a file with its progress. The form works without.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("upload");
  const input = document.getElementById("files");
  const list = document.getElementById("sending");
  const limit = Number(form.dataset.megabytes) * 1024 * 1024;
  const waiting = [];
  let isSending = false;
  form.classList.add("scripted");

  const look = () => {
    for (const milliseconds of [1500, 3500, 6000, 10000]) {
      setTimeout(() => window.htmx && window.htmx.trigger("#live", "refresh"), milliseconds);
    }
  };

  const line = (file) => {
    const row = document.createElement("li");
    const bar = document.createElement("progress");
    const said = document.createElement("span");
    bar.max = file.size || 1;
    bar.value = 0;
    bar.setAttribute("aria-label", file.name);
    said.textContent = "đang chờ";
    row.append(`${file.name} `, bar, " ", said);
    list.append(row);
    return { row, bar, said };
  };

  const end = (shown, sentence, css) => {
    shown.bar.remove();
    shown.said.textContent = sentence;
    shown.row.className = css;
  };

  const sendNext = () => {
    const job = waiting.shift();
    isSending = Boolean(job);
    if (!job) return;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append("file", job.file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "text/plain");
    request.upload.addEventListener("progress", (event) => {
      job.bar.value = event.loaded;
      job.said.textContent = event.loaded < event.total ? "đang gửi" : "đang ghi vào ổ đĩa";
    });
    request.addEventListener("load", () => {
      const isPlain = (request.getResponseHeader("Content-Type") || "").startsWith("text/plain");
      const answer = isPlain && request.status < 500 ? request.responseText : "máy chủ từ chối. Tải lại trang, đăng nhập rồi gửi lại.";
      end(job, request.status === 200 && isPlain ? `${answer}, vài giây nữa hiện ở dưới` : `không nhận được: ${answer}`, request.status === 200 && isPlain ? "sent" : "trouble");
      look();
      sendNext();
    });
    request.addEventListener("error", () => {
      end(job, "không gửi được: mất kết nối với máy chủ. Tệp chưa vào máy, hãy gửi lại.", "trouble");
      sendNext();
    });
    request.send(body);
  };

  const take = (files) => {
    for (const file of files) {
      const shown = line(file);
      if (file.size > limit) {
        end(shown, `không nhận được: lớn hơn ${form.dataset.megabytes} MB. Hãy chép tệp này thẳng vào thư mục nhận văn bản.`, "trouble");
      } else {
        waiting.push({ file, ...shown });
      }
    }
    if (!isSending) sendNext();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    take(input.files);
    form.reset();
  });
  input.addEventListener("change", () => {
    take(input.files);
    form.reset();
  });
  const carriesFiles = (event) => event.dataTransfer && [...event.dataTransfer.types].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.add("over");
  });
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    form.classList.remove("over");
    take(event.dataTransfer.files);
  });
});
