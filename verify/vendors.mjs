// What the vendors' own packages say of webhooks, and what they make. Each is loaded when it is
// first asked, because some are large. A signature that a package made comes back as the value of
// the vendor's header; for "cloudevents", as the JSON of the headers and the body of a request.
import { createHmac } from "node:crypto";

const hubspot = () => import("@hubspot/api-client").then((found) => (found.default ?? found).Signature);

export const vendors = {
  shopify: { verify: shopifyVerify, sign: shopifySign },
  hubspot: { verify: hubspotVerify, sign: hubspotSign },
  cloudevents: { sign: cloudEvent },
};

async function shopifyVerify(key, body, headers, { method, url }) {
  await import("@shopify/shopify-api/adapters/node");
  const { shopifyApi, LogSeverity } = await import("@shopify/shopify-api");
  const shopify = shopifyApi({
    apiKey: "key", apiSecretKey: key, hostName: "example.com", apiVersion: "2026-07",
    isEmbeddedApp: false, logger: { level: LogSeverity.Error },
  });
  const seen = await shopify.webhooks.validate({
    rawBody: body.toString(), rawRequest: { method, url, headers }, rawResponse: {},
  });
  if (!seen.valid && seen.reason !== "invalid_hmac") {
    throw new Error(`${seen.reason} ${seen.missingHeaders ?? ""}`);
  }
  return seen.valid;
}

async function shopifySign(key, body) {
  await import("@shopify/shopify-api/adapters/node");
  const { createSHA256HMAC } = await import("@shopify/shopify-api/runtime");
  return createSHA256HMAC(key, body.toString());
}

async function hubspotVerify(key, body, headers, { method, url }) {
  const Signature = await hubspot();
  const options = { clientSecret: key, requestBody: body.toString(), url, method };
  const version = hubspotVersion(headers);
  const signature = headers[version === "v3" ? "x-hubspot-signature-v3" : "x-hubspot-signature"];
  const timestamp = Number(headers["x-hubspot-request-timestamp"]);
  try {
    return Signature.isValid({ ...options, signature, signatureVersion: version, timestamp });
  } catch (error) {
    if (error.message === "Timestamp is invalid, reject request") {
      return false;
    }
    throw error;
  }
}

async function hubspotSign(key, body, headers, { method, url }) {
  const Signature = await hubspot();
  return Signature.getSignature(method, hubspotVersion(headers), {
    clientSecret: key, requestBody: body.toString(), url,
    timestamp: Number(headers["x-hubspot-request-timestamp"]),
  });
}

function hubspotVersion(headers) {
  return headers["x-hubspot-request-timestamp"]
    ? "v3" : headers["x-hubspot-signature-version"] ?? "v1";
}

export async function githubSign(key, body) {
  const { sign } = await import("@octokit/webhooks-methods");
  return sign(key, body.toString());
}

export async function stripeSign(key, body, _, { now }) {
  const { default: Stripe } = await import("stripe");
  return Stripe.webhooks.generateTestHeaderString(
    { payload: body.toString(), secret: key, timestamp: now });
}

// Slack's packages for Node only verify, so OpenSSL makes these, as Slack's documentation says.
export function slackSign(key, body, _, { now }) {
  const hmac = createHmac("sha256", key).update(`v0:${now}:`).update(body);
  return `v0=${hmac.digest("hex")}`;
}

async function cloudEvent(mode, body) {
  const { CloudEvent, HTTP } = await import("cloudevents");
  const event = new CloudEvent(JSON.parse(body));
  return JSON.stringify(HTTP[mode](event));
}
