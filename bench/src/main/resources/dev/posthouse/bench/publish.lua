-- Publishes for wrk. Each event has a random UUID as its id, its number and the time of sending; the
-- text around them is made once. The same requests go to Posthouse and to the nginx it is measured
-- against.
--
-- Arguments: the event's text, the key, the number of the first event, events in a request.

local ffi = require("ffi")
ffi.cdef[[
  typedef struct { long seconds; long nanos; } bench_time;
  int clock_gettime(int clock, bench_time *time);
]]

local now = ffi.new("bench_time")
local random, format, concat = math.random, string.format, table.concat
local head, parts, batch
sent = 0

local function uuid()
  return format("%08x-%04x-4%03x-%04x-%08x%04x", random(0, 0xffffffff), random(0, 0xffff),
    random(0, 0xfff), random(0x8000, 0xbfff), random(0, 0xffffffff), random(0, 0xffff))
end

local function micros()
  ffi.C.clock_gettime(0, now)
  return tonumber(now.seconds) * 1000000 + math.floor(tonumber(now.nanos) / 1000)
end

local function event()
  local number = first + sent
  sent = sent + 1
  return parts[1] .. uuid() .. parts[2] .. format("%.0f", 1000000000 + number) .. parts[3]
    .. format("%.0f", micros()) .. parts[4]
end

local function read(file)
  local open = assert(io.open(file))
  local text = open:read("*a")
  open:close()
  return text
end

local running = {}

function setup(thread)
  thread:set("seed", os.time() * 1000 + #running)
  table.insert(running, thread)
end

function init(args)
  math.randomseed(seed)
  local before, between, then_, after =
    read(args[1]):match("^(.*)@id@(.*)@sequence@(.*)@sent_at@(.*)$")
  parts = {before, between, then_, after}
  first = tonumber(args[3])
  batch = tonumber(args[4])
  local length = #before + #between + #then_ + #after + 36 + 10 + 16
  if batch > 1 then
    length = length * batch + batch + 1
  end
  head = "POST " .. wrk.path .. " HTTP/1.1\r\n"
    .. "Host: " .. wrk.host .. ":" .. wrk.port .. "\r\n"
    .. "Authorization: Bearer " .. args[2] .. "\r\n"
    .. "Content-Type: application/json\r\nContent-Length: " .. length .. "\r\n\r\n"
end

function request()
  if batch == 1 then
    return head .. event()
  end
  local events = {}
  for i = 1, batch do
    events[i] = event()
  end
  return head .. "[" .. concat(events, ",") .. "]"
end

function done(summary, latency, requests)
  local errors = summary.errors
  local all = 0
  for _, thread in ipairs(running) do
    all = all + thread:get("sent")
  end
  io.write(format("\nsent %.0f answered %d refused %d broken %d micros %d p50 %d p90 %d p99 %d p999 %d most %d\n",
    all, summary.requests, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout, summary.duration,
    latency:percentile(50), latency:percentile(90), latency:percentile(99),
    latency:percentile(99.9), latency.max))
end
