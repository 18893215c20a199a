"use strict";
// Stands in for the native part of AWS's Node.js runtime client, whose installation needs a C++
// compiler. Its three functions speak HTTP/1.1 on one connection. The client calls done and error
// without waiting for them: their bytes leave before anything else can happen, and the following
// next shares the connection and so comes after them. A result leaves together with that next,
// which the client calls in the same turn: one system call, and one wake-up of the other side.

const { createConnection } = require("node:net");

const [host, port] = splitAddress(process.env.AWS_LAMBDA_RUNTIME_API);
const api = "/2018-06-01/runtime/invocation/";
const head = ` HTTP/1.1\r\nHost: ${host}:${port}\r\nUser-Agent: aws-lambda-nodejs/${process.version}\r\n`;

let socket;
// Whether a result is held back until next joins it.
let held = false;
let received = Buffer.alloc(0);
// Parts of a long answer, joined only once all of it is there.
let parts = [];
let missing = 0;
// What answers are awaited, in the order of their requests.
const expected = [];

function splitAddress(address) {
  const colon = address.lastIndexOf(":");
  return [address.slice(0, colon), Number(address.slice(colon + 1))];
}

function connection() {
  if (!socket) {
    socket = createConnection({ host, port, noDelay: true });
    socket.on("data", read);
    socket.on("error", fail);
    socket.on("close", () => fail(new Error("the Runtime API closed the connection")));
  }
  return socket;
}

function fail(error) {
  socket = undefined;
  held = false;
  received = Buffer.alloc(0);
  parts = [];
  missing = 0;
  for (const answer of expected.splice(0)) {
    answer.reject(error);
  }
}

function send(text, resolve, reject) {
  expected.push({ resolve, reject });
  const open = connection();
  // Only a pending request keeps the process alive, as with the native part.
  open.ref();
  open.write(text);
}

/** Lets a result wait for next until the end of this turn, which is the turn after next's own. */
function hold() {
  // What is corked twice is not let go by one release.
  if (!held) {
    held = true;
    connection().cork();
    setImmediate(() => setImmediate(release));
  }
}

function release() {
  if (held) {
    held = false;
    socket?.uncork();
  }
}

// A handler may end the process once it has given its result.
process.on("exit", release);

function read(chunk) {
  parts.push(chunk);
  missing -= chunk.length;
  if (missing > 0) {
    return;
  }
  received = Buffer.concat([received, ...parts]);
  parts = [];
  while (takeAnswer());
  if (expected.length === 0 && socket) {
    socket.unref();
  }
}

function takeAnswer() {
  const end = received.indexOf("\r\n\r\n");
  missing = 0;
  if (end < 0) {
    return false;
  }
  const lines = received.latin1Slice(0, end).split("\r\n");
  const headers = {};
  for (let i = 1; i < lines.length; i++) {
    const colon = lines[i].indexOf(":");
    headers[lines[i].slice(0, colon).toLowerCase()] = lines[i].slice(colon + 1).trim();
  }
  const start = end + 4;
  const length = Number(headers["content-length"] ?? 0);
  if (received.length < start + length) {
    missing = start + length - received.length;
    return false;
  }
  const body = received.utf8Slice(start, start + length);
  received = received.subarray(start + length);
  expected.shift()?.resolve({ status: Number(lines[0].slice(9, 12)), headers, body });
  return true;
}

function post(path, body, extra) {
  const length = Buffer.byteLength(body);
  const text =
    `POST ${api}${path}${head}Content-Type: application/json\r\n${extra}Content-Length: ${length}\r\n\r\n${body}`;
  send(text, () => {}, () => {});
}

/** Waits, ahead of any function, to be told whose runtime this is: what the answer says. */
function specialisation() {
  return new Promise((resolve, reject) => {
    send(`GET /gatehouse/specialisation${head}\r\n`, ({ body }) => resolve(body), reject);
  });
}

/** Waits for the next event. */
function next() {
  return new Promise((resolve, reject) => {
    send(
      `GET ${api}next${head}\r\n`,
      ({ status, headers, body }) => {
        if (status !== 200) {
          reject(new Error(`Failed to get next invocation, error ${status}`));
          return;
        }
        headers["lambda-runtime-deadline-ms"] = Number(headers["lambda-runtime-deadline-ms"]);
        resolve({ bodyJson: body, headers });
      },
      reject,
    );
    release();
  });
}

/** Answers an event with the handler's result. */
function done(id, body) {
  hold();
  post(`${id}/response`, body, "");
}

/** Answers an event with the handler's error. */
function error(id, body, xrayCause) {
  const type = errorType(body);
  const cause = xrayCause.length < 1024 * 1024 ? xrayCause.replace(/[\r\n]/g, " ") : "";
  post(
    `${id}/error`,
    body,
    `Lambda-Runtime-Function-Error-Type: ${type}\r\nLambda-Runtime-Function-XRay-Error-Cause: ${encodeHeader(cause)}\r\n`,
  );
}

function errorType(body) {
  try {
    return encodeHeader(String(JSON.parse(body).errorType ?? "Unhandled")) || "Unhandled";
  } catch {
    return "Unhandled";
  }
}

/** Keeps a header on one line of ASCII. */
function encodeHeader(value) {
  return value.replace(/[^\x20-\x7e]/g, "?");
}

module.exports = { initializeClient() {}, specialisation, next, done, error };
