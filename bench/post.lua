-- Distinct valid quotes for wrk: every thread has its own range of customers.
local threads = 0
function setup(thread)
  thread:set("range", threads)
  threads = threads + 1
end

function init(args)
  path, product, token, offset = args[1], args[2], args[3], tonumber(args[4])
  number = offset + range * 1000000
end

function request()
  number = number + 1
  local body = string.format(
    "token=%s&name=Customer+%09d&phone=%%2B919%09d&source=bench&lines-TOTAL_FORMS=1&lines-INITIAL_FORMS=0"
      .. "&lines-0-product=%s&lines-0-quantity=%d",
    token, number, number % 1000000000, product, 1 + number % 500)
  return wrk.format("POST", path, { ["Content-Type"] = "application/x-www-form-urlencoded" }, body)
end

local wrong = 0
function response(status)
  if status ~= 303 and status ~= 302 then wrong = wrong + 1 end
end

function done(summary, latency)
  io.write(string.format("RESULT %d %d %d %.3f %.3f %d\n", summary.requests, summary.duration,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, summary.errors.status))
end
