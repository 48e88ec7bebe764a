-- wrk: one tools/call after another, over the episodes whose paths stand in the file named by CALLS_PATHS.
local paths = {}
for line in io.lines(os.getenv("CALLS_PATHS")) do paths[#paths + 1] = line end

local threads = 0
function setup(thread)
  thread:set("first", threads)
  threads = threads + 1
end

local turn = 0
local headers = { ["Content-Type"] = "application/json", ["Accept"] = "application/json, text/event-stream" }
local body = os.getenv("CALLS_BODY")

function request()
  turn = turn + 1
  return wrk.format("POST", paths[(turn * 2 + first) % #paths + 1], headers, body)
end

local bad = 0
function response(status, _, answer)
  if status ~= 200 or (answer:find('"isError":true', 1, true)) then bad = bad + 1 end
end
