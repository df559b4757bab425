// Looks for the number whose SHA-256, after the salt, is the challenge (ALTCHA); SHA-256 is FIPS 180-4.
"use strict";

const ROUNDS = 64;
const K = new Int32Array(ROUNDS);
const START = new Int32Array(8);
for (let found = 0, candidate = 2; found < ROUNDS; candidate++) {
  let prime = true;
  for (let divisor = 2; divisor * divisor <= candidate; divisor++) prime &&= candidate % divisor !== 0;
  if (!prime) continue;
  if (found < 8) START[found] = fraction(Math.sqrt(candidate));
  K[found++] = fraction(Math.cbrt(candidate));
}

function fraction(root) {
  return ((root - Math.floor(root)) * 0x100000000) | 0;
}

const W = new Int32Array(ROUNDS);

const state = new Int32Array(8);

function block() {
  for (let i = 16; i < ROUNDS; i++) {
    const x = W[i - 15], y = W[i - 2];
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    W[i] = W[i - 16] + s0 + W[i - 7] + s1;
  }
  let a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
  for (let i = 0; i < ROUNDS; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + K[i] + W[i]) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g; g = f; f = e; e = (d + t1) | 0; d = c; c = b; b = a; a = (t1 + t2) | 0;
  }
  state[0] += a; state[1] += b; state[2] += c; state[3] += d;
  state[4] += e; state[5] += f; state[6] += g; state[7] += h;
}

// Leaves the digest in `state`.
function sha256(text) {
  const length = text.length;
  state.set(START);
  for (let at = 0; at < length + 9; at += 64) {
    W.fill(0, 0, 16);
    const end = Math.min(length, at + 64);
    for (let i = at; i < end; i++) W[(i - at) >> 2] |= text.charCodeAt(i) << (24 - (i % 4) * 8);
    if (length >= at && length < at + 64) W[(length - at) >> 2] |= 0x80 << (24 - (length % 4) * 8);
    if (at + 64 >= length + 9) W[15] = length * 8;
    block();
  }
}

function solve(given) {
  const wanted = new Int32Array(8);
  for (let i = 0; i < 8; i++) wanted[i] = parseInt(given.challenge.slice(i * 8, i * 8 + 8), 16) | 0;
  for (let number = 0; number <= given.maxnumber; number++) {
    sha256(given.salt + number);
    if (state[0] === wanted[0] && state.every((word, i) => word === wanted[i])) return number;
  }
  throw new Error("no number fits");
}

onmessage = (event) => {
  const { algorithm, challenge, salt, signature } = event.data;
  postMessage(btoa(JSON.stringify({ algorithm, challenge, salt, signature, number: solve(event.data) })));
};
