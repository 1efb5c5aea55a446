#!/usr/bin/env bash
# Fuzzes HTTPWire with libFuzzer and the address sanitizer.
#
#     Tests/HTTPWireFuzz/run.sh [seconds] [directory for binary and corpus]
#
# Exits with 1 on a crash, an overrun, or two splits of one input that parse differently; the input is then a file
# `crash-…` in that directory.
set -euo pipefail
cd "$(dirname "$0")/../.."
sources=$PWD
seconds=${1:-60}
work=${2:-$sources/.build/http-fuzz}
mkdir -p "$work/corpus" "$work/seeds"

swiftc -O -sanitize=fuzzer,address -parse-as-library -swift-version 6 -package-name holdfast \
  -module-name HTTPWireFuzz -o "$work/fuzz" Sources/HTTPWire/*.swift Tests/HTTPWireFuzz/FuzzTarget.swift

seed() { printf "$2" >"$work/seeds/$1"; }
seed get '\x05\x20GET /a/%%41?b=c+d HTTP/1.1\r\nHost: a\r\nIf-Match: "x", W/"y"\r\nCookie: s=1; t=2\r\n\r\n'
seed fixed '\x05\x20POST / HTTP/1.1\r\nHost: a:80\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\nabcGET / HTTP/1.0\r\n\r\n'
seed chunked '\x05\x20PUT / HTTP/1.1\r\nHost: [::1]\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n'
seed form '\x05\x20POST / HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 58\r\n\r\n--b\r\nContent-Disposition: form-data; name=a\r\n\r\nx\r\n--b--\r\n'
cat >"$work/words" <<'WORDS'
"\x0d\x0a"
"\x0d\x0a\x0d\x0a"
"Host: "
"Content-Length: "
"Transfer-Encoding: chunked\x0d\x0a"
"Connection: close\x0d\x0a"
"Expect: 100-continue\x0d\x0a"
"If-Match: "
"Cookie: s="
"HTTP/1.1"
"HTTP/1.0"
"OPTIONS * "
"DELETE "
"%2e%2e"
"0\x0d\x0a\x0d\x0a"
"--b"
"; name="
WORDS

# The runtime's own report of a crash would hang in the sanitizer's signal handler.
export SWIFT_BACKTRACE=enable=no
cd "$work"
exec ./fuzz -max_total_time="$seconds" -max_len=512 -dict=words -print_final_stats=1 corpus seeds
