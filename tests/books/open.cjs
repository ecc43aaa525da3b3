// Opens books in epub.js and foliate-js, in a headless Chromium, and prints what each of them shows, as JSON.
// node open.cjs CHROMIUM FOLDER_OF_NODE_MODULES BOOK...

const fs = require("node:fs");
const http = require("node:http");
const os = require("node:os");
const path = require("node:path");
const puppeteer = require("puppeteer-core");

const [chromium, modules, ...books] = process.argv.slice(2);
const TYPES = { ".js": "text/javascript", ".html": "text/html; charset=utf-8", ".epub": "application/epub+zip" };
const PAGES = {
  "/epubjs.html": '<script src="/m/jszip/dist/jszip.min.js"></script><script src="/m/epubjs/dist/epub.min.js"></script>',
  "/foliate.html": '<script type="module">import { makeBook } from "/m/foliate-js/view.js"; window.makeBook = makeBook;</script>',
};

function serve(request, response) {
  const { pathname } = new URL(request.url, "http://127.0.0.1");
  if (pathname === "/favicon.ico") {
    response.writeHead(204).end();
    return;
  }
  const page = PAGES[pathname];
  let file = "";
  if (pathname.startsWith("/m/")) file = path.join(modules, path.normalize(pathname.slice(3)));
  if (pathname.startsWith("/book/")) file = books[Number.parseInt(pathname.slice(6), 10)] ?? "";
  if (page === undefined && !(file && fs.existsSync(file))) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "Content-Type": page ? TYPES[".html"] : TYPES[path.extname(file)] ?? "text/plain" });
  response.end(page === undefined ? fs.readFileSync(file) : `<!DOCTYPE html><meta charset="utf-8"><title>x</title>${page}`);
}

async function withEpubJs(address) {
  const data = await (await fetch(address)).arrayBuffer();
  const book = ePub(data);
  await book.ready;
  const flat = (list) => list.flatMap((entry) => [entry.label.trim(), ...flat(entry.subitems ?? [])]);
  const texts = {};
  for (const item of book.spine.spineItems) {
    const root = await item.load(book.load.bind(book));
    texts[item.href] = root.querySelector("body").textContent;
  }
  return { contents: flat(book.navigation.toc), texts, title: book.packaging.metadata.title };
}

async function withFoliate(address) {
  const blob = await (await fetch(address)).blob();
  const book = await makeBook(new File([blob], "book.epub"));
  const flat = (list) => list.flatMap((entry) => [entry.label.trim(), ...flat(entry.subitems ?? [])]);
  const texts = {};
  for (const section of book.sections) texts[section.id] = (await section.createDocument()).body.textContent;
  return { contents: flat(book.toc), texts, title: book.metadata.title };
}

async function look(browser, origin, page, reader, number) {
  const tab = await browser.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(String(error)));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    await tab.goto(origin + page, { waitUntil: "load" });
    await tab.waitForFunction("window.ePub || window.makeBook", { timeout: 20000 });
    return { ...(await tab.evaluate(reader, `${origin}/book/${number}`)), errors };
  } catch (error) {
    return { contents: [], texts: {}, title: "", errors: [...errors, String(error)] };
  } finally {
    await tab.close();
  }
}

async function main() {
  const server = http.createServer(serve);
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  const profile = fs.mkdtempSync(path.join(os.tmpdir(), "books-"));
  const browser = await puppeteer.launch({
    executablePath: chromium,
    userDataDir: profile,
    timeout: 120000,
    protocolTimeout: 240000,
    args: [
      "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
  try {
    const shown = [];
    for (const number of books.keys()) {
      shown.push({
        "epub.js": await look(browser, origin, "/epubjs.html", withEpubJs, number),
        "foliate-js": await look(browser, origin, "/foliate.html", withFoliate, number),
      });
    }
    process.stdout.write(JSON.stringify(shown));
  } finally {
    await browser.close();
    server.close();
    fs.rmSync(profile, { recursive: true, force: true });
  }
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});
