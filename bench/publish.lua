-- Posts events of 1 KB, each with a random UUID as its id. The same request goes to Posthouse and
-- to the nginx it is measured against. Only the id differs, so the text around it is made once.

local random = math.random
local head, tail

local function uuid()
  return string.format("%08x-%04x-4%03x-%04x-%08x%04x", random(0, 0xffffffff), random(0, 0xffff),
    random(0, 0xfff), random(0x8000, 0xbfff), random(0, 0xffffffff), random(0, 0xffff))
end

function setup(thread)
  seeds = (seeds or 0) + 1
  thread:set("seed", os.time() * 1000 + seeds)
end

function init(args)
  math.randomseed(seed)
  local before = '{"id":"'
  local after = '","type":"sales_order.created","subject":"SO-20417","data":{"order":{'
    .. '"id":"20417","number":"SO-20417","customer_id":"C-7","status":"submitted","currency":"CNY","total":1284.50,'
    .. '"items":[{"sku":"A-1","quantity":2,"unit_price":642.25}],"note":"'
  local closing = '"}}}'
  after = after .. string.rep("x", 1024 - #before - 36 - #after - #closing) .. closing
  head = "POST " .. wrk.path .. " HTTP/1.1\r\n"
    .. "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\n"
    .. "Authorization: Bearer " .. (args[1] or "") .. "\r\n"
    .. "Content-Type: application/json\r\nContent-Length: 1024\r\n\r\n" .. before
  tail = after
end

function request()
  return head .. uuid() .. tail
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("answered %d refused %d broken %d p50 %.1f p99 %.1f\n",
    summary.requests, errors.status, errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
