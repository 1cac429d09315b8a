// Judges signatures with libraries that Posthouse did not write. Reads one JSON request a line from
// standard input and answers each with one JSON line:
//
//   {"judge": "standardwebhooks" | "svix" | "crypto", "key": "whsec_…" | "whsk_…" | "whpk_…",
//    "now": unix seconds, "body": base64, "headers": {"webhook-id": …, "webhook-timestamp": …,
//    "webhook-signature": …}}                                     → {"valid": true | false}
//   the same with "sign": true, without webhook-signature          → {"signature": "v1,…"}
//   a request that the judge cannot try                            → {"error": "…"}
//   {"judge": "rfc9421", "method": …, "url": …, "headers": {…}, "body": base64, "now": unix seconds,
//    "keys": {keyid: JWK | base64 of a shared secret}}              → {"valid": true | false}
//   {"judge": "github" | "stripe" | "slack", "key": the secret, "now": …, "body": …, "headers": {…}}
//   {"judge": "shopify" | "hubspot", the same with "method" and "url"}; all five with "sign": true
//   make a signature (see vendors.mjs)
//
// "rfc9421" is http-message-signatures, with the digest of the body by Node; the last three are the
// vendors' own packages. The first two libraries know v1 only, and read a body as UTF-8 text. "crypto" is Node's own OpenSSL: it
// knows v1a too, and takes the body byte by byte.
import {
  createHash, createHmac, createPrivateKey, createPublicKey, sign, timingSafeEqual, verify,
} from "node:crypto";
import { createInterface } from "node:readline";
import { verify as octokitVerify } from "@octokit/webhooks-methods";
import bolt from "@slack/bolt";
import { createVerifier, httpbis } from "http-message-signatures";
import * as standardwebhooks from "standardwebhooks";
import Stripe from "stripe";
import * as svix from "svix";
import { githubSign, slackSign, stripeSign, vendors } from "./vendors.mjs";

const TOLERANCE_SECONDS = 300;
const PKCS8_HEAD = Buffer.from("302e020100300506032b657004220420", "hex");
const SPKI_HEAD = Buffer.from("302a300506032b6570032100", "hex");

const judges = {
  standardwebhooks: library(standardwebhooks),
  svix: library(svix),
  crypto: { sign: cryptoSign, verify: cryptoVerify },
  rfc9421: { verify: messageVerify },
  github: { verify: githubVerify, sign: githubSign },
  stripe: { verify: stripeVerify, sign: stripeSign },
  slack: { verify: slackVerify, sign: slackSign },
  ...vendors,
};

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await answer(JSON.parse(line))));
}

async function answer(request) {
  const { judge, sign, key, now, body, headers } = request;
  const bytes = Buffer.from(body, "base64");
  Date.now = () => now * 1000;
  try {
    return sign
      ? { signature: await judges[judge].sign(key, bytes, headers, request) }
      : { valid: await judges[judge].verify(key, bytes, headers, request) };
  } catch (error) {
    return { error: String(error) };
  }
}

function library({ Webhook, WebhookVerificationError }) {
  return {
    sign: (key, body, headers) =>
      new Webhook(key).sign(
        headers["webhook-id"], new Date(headers["webhook-timestamp"] * 1000), body),
    verify: (key, body, headers) => {
      try {
        new Webhook(key).verify(body, headers);
        return true;
      } catch (error) {
        if (error instanceof WebhookVerificationError) {
          return false;
        }
        throw error;
      }
    },
  };
}

async function messageVerify(_, body, headers, { method, url, keys }) {
  const digest = createHash("sha256").update(body).digest("base64");
  if (headers["content-digest"] !== `sha-256=:${digest}:`) {
    return false;
  }
  const keyLookup = async ({ keyid }) => keys[keyid] && {
    id: keyid, ...messageKey(keys[keyid]),
  };
  const required = { requiredFields: ["content-digest"], requiredParams: ["created", "keyid", "alg"] };
  try {
    return await httpbis.verifyMessage(
      { keyLookup, tolerance: TOLERANCE_SECONDS, ...required }, { method, url, headers }) === true;
  } catch (error) {
    return false;
  }
}

function messageKey(key) {
  return typeof key === "string"
    ? { algs: ["hmac-sha256"], verify: createVerifier(Buffer.from(key, "base64"), "hmac-sha256") }
    : { algs: ["ed25519"], verify: createVerifier(createPublicKey({ key, format: "jwk" }), "ed25519") };
}

async function githubVerify(key, body, headers) {
  return octokitVerify(key, body.toString(), headers["x-hub-signature-256"]);
}

function stripeVerify(key, body, headers) {
  try {
    Stripe.webhooks.constructEvent(body, headers["stripe-signature"], key);
    return true;
  } catch (error) {
    if (error.type === "StripeSignatureVerificationError") {
      return false;
    }
    throw error;
  }
}

function slackVerify(key, body, headers) {
  try {
    bolt.verifySlackRequest({ signingSecret: key, body: body.toString(), headers });
    return true;
  } catch (error) {
    return false;
  }
}

function cryptoSign(key, body, headers) {
  const [kind, bytes] = read(key);
  const content = contentOf(body, headers);
  if (kind === "whsec") {
    return "v1," + createHmac("sha256", bytes).update(content).digest("base64");
  }
  const pkcs8 = Buffer.concat([PKCS8_HEAD, bytes.subarray(0, 32)]);
  const secretKey = createPrivateKey({ key: pkcs8, format: "der", type: "pkcs8" });
  return "v1a," + sign(null, content, secretKey).toString("base64");
}

function cryptoVerify(key, body, headers) {
  const [kind, bytes] = read(key);
  const content = contentOf(body, headers);
  const fresh = Math.abs(Date.now() / 1000 - headers["webhook-timestamp"]) <= TOLERANCE_SECONDS;
  const signatures = headers["webhook-signature"].split(" ").map((entry) => entry.split(","));
  return fresh && signatures.some(([version, base64]) => {
    const signature = Buffer.from(base64, "base64");
    if (kind === "whsec" && version === "v1") {
      const right = createHmac("sha256", bytes).update(content).digest();
      return right.length === signature.length && timingSafeEqual(right, signature);
    }
    if (kind === "whpk" && version === "v1a") {
      const spki = Buffer.concat([SPKI_HEAD, bytes]);
      const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
      return verify(null, content, publicKey, signature);
    }
    return false;
  });
}

function read(key) {
  const [kind, base64] = key.split("_");
  return [kind, Buffer.from(base64, "base64")];
}

function contentOf(body, headers) {
  const head = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.`;
  return Buffer.concat([Buffer.from(head), body]);
}
