// The vendor's own library, @shopify/shopify-api, as the app. Reads one JSON request a line from
// standard input and answers each with one JSON line. Every request has the app ("client", "secret",
// "host", "scopes"); what the library asks of shops goes to "fake" instead, as /SHOP/PATH.
//
//   {"do": "begin", "shop", "path"}                  → {"location", "cookies"}
//   {"do": "callback", "url", "cookies", "expiring"} → {"access", "scope", "refresh"}
//   {"do": "refresh", "shop", "refresh"}             → {"access", "scope", "refresh"}
//   {"do": "register", "shop", "access", "topics", "path"} → {"operations": ["ORDERS_CREATE create true", …]}
//   {"do": "query", "query": {…}}                    → {"valid": true | false}
//   {"do": "shop", "shop"}                           → {"shop": … | null}
//   {"do": "webhook", "headers", "body"}             → {"valid": true | false}
//   what the library refuses                         → {"error": "…"}
import { createInterface } from "node:readline";
import "@shopify/shopify-api/adapters/node";
import { DeliveryMethod, LogSeverity, Session, shopifyApi } from "@shopify/shopify-api";
import { setAbstractFetchFunc } from "@shopify/shopify-api/runtime";

let fake = "";
setAbstractFetchFunc((url, options) => {
  const asked = new URL(url);
  return fetch(`${fake}/${asked.host}${asked.pathname}${asked.search}`, options);
});

const does = { begin, callback, refresh, register, query, shop, webhook };

for await (const line of createInterface({ input: process.stdin })) {
  const request = JSON.parse(line);
  fake = request.fake;
  try {
    console.log(JSON.stringify(await does[request.do](library(request), request)));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}

function library({ client, secret, host, scopes }) {
  return shopifyApi({
    apiKey: client, apiSecretKey: secret, hostName: host, scopes, apiVersion: "2026-07",
    isEmbeddedApp: false, logger: { level: LogSeverity.Error },
  });
}

function response() {
  const headers = {};
  return {
    headers, setHeader: (name, value) => { headers[name] = value; }, getHeaders: () => headers,
    writeHead() {}, write() {}, end() {},
  };
}

async function begin(api, { shop, path }) {
  const rawResponse = response();
  await api.auth.begin({
    shop, callbackPath: path, isOnline: false,
    rawRequest: { method: "GET", url: `${path}?shop=${shop}`, headers: {} }, rawResponse,
  });
  const cookies = [rawResponse.headers["Set-Cookie"]].flat().map((each) => each.split(";")[0]);
  return { location: rawResponse.headers.Location, cookies: cookies.join("; ") };
}

async function callback(api, { url, cookies, expiring }) {
  const { session } = await api.auth.callback({
    expiring, rawRequest: { method: "GET", url, headers: { Cookie: cookies } }, rawResponse: response(),
  });
  return told(session);
}

async function refresh(api, { shop, refresh }) {
  const { session } = await api.auth.refreshToken({ shop, refreshToken: refresh });
  return told(session);
}

function told({ accessToken, scope, refreshToken }) {
  return { access: accessToken, scope, refresh: refreshToken ?? "" };
}

async function register(api, { shop, access, topics, path }) {
  for (const topic of topics) {
    api.webhooks.addHandlers(
      { [topic]: [{ deliveryMethod: DeliveryMethod.Http, callbackUrl: path, callback: async () => {} }] });
  }
  const session = new Session({ id: shop, shop, state: "", isOnline: false, accessToken: access });
  const results = await api.webhooks.register({ session });
  const operations = Object.entries(results).flatMap(([topic, all]) =>
    all.map(({ operation, success }) => `${topic} ${operation} ${success}`));
  return { operations: operations.sort() };
}

async function query(api, { query: parameters }) {
  return { valid: await api.utils.validateHmac(parameters) };
}

function shop(api, { shop: name }) {
  return { shop: api.utils.sanitizeShop(name) };
}

async function webhook(api, { headers, body }) {
  const rawRequest = { method: "POST", url: "/hooks", headers };
  const { valid } = await api.webhooks.validate({ rawBody: body, rawRequest, rawResponse: response() });
  return { valid };
}
