#!/usr/bin/env python3
"""What the examples of docs/api.md need of curl, for machines that have none."""

import argparse
import sys
import urllib.error
import urllib.request

parser = argparse.ArgumentParser(prog="curl")
parser.add_argument("url")
parser.add_argument("-s", action="store_true")
parser.add_argument("-H", dest="headers", action="append", default=[])
parser.add_argument("-d", dest="data")
options = parser.parse_args()
headers = dict(header.split(": ", 1) for header in options.headers)
request = urllib.request.Request(options.url, options.data.encode(), headers)
try:
    with urllib.request.urlopen(request, timeout=60) as answer:
        sys.stdout.write(answer.read().decode())
except urllib.error.HTTPError as error:
    sys.stdout.write(error.read().decode())
