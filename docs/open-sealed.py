#!/usr/bin/env python3
"""Opens a sealed file of a data folder without the program: docs/sealed-files.md describes the form.

usage: open-sealed.py DATA_FOLDER KEY_OF_FILE > opened      (such as reports/ID.zip)
The master key comes from DSAR_MASTER_KEY, else from master.key in the folder. Needs python3-cryptography.
"""
import base64
import json
import os
import re
import sqlite3
import sys

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

CHUNK, ADDED, HEAD = 65536, 28, 84


def plain(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def master_key(folder):
    text = os.environ.get("DSAR_MASTER_KEY") or open(os.path.join(folder, "master.key")).read().strip()
    return bytes.fromhex(text) if re.fullmatch(r"[0-9a-fA-F]{64}", text) else base64.b64decode(text)


def unwrap(key, wrapped, table, column, row):
    form, version, nonce, body = wrapped.split(".")
    bound = json.dumps([form, version, table, column, row], separators=(",", ":"), ensure_ascii=False)
    return plain(AESGCM(key).decrypt(plain(nonce), plain(body), bound.encode()).decode())


def request_key(folder, request):
    database = sqlite3.connect(f"file:{os.path.join(folder, 'database.sqlite')}?mode=ro", uri=True)
    found = database.execute("SELECT connection_id, wrapped FROM request_keys WHERE request_id = ?", (request,)).fetchone()
    if found is None:
        sys.exit("There is no key for this file: it was destroyed, or the file is not sealed.")
    connection, wrapped = found
    data_key = database.execute("SELECT data_key FROM connections WHERE id = ?", (connection,)).fetchone()[0]
    data_key = unwrap(master_key(folder), data_key, "connections", "data_key", connection)
    return unwrap(data_key, wrapped, "request_keys", "wrapped", request)


def opened(sealed, key, place):
    head, body = sealed[:HEAD], sealed[HEAD:]
    if head[:8] != b"DSARSF01":
        sys.exit("This file is not sealed.")
    file_id, nonce, wrapped = head[8:24], head[24:36], head[36:]
    file_key = AESGCM(AESGCM(key).decrypt(nonce, wrapped, b"dsar file key\0" + file_id + place.encode()))
    parts = [body[at : at + CHUNK + ADDED] for at in range(0, len(body), CHUNK + ADDED)]
    for number, part in enumerate(parts):
        is_last = number == len(parts) - 1
        bound = file_id + number.to_bytes(8, "big") + bytes([is_last])
        yield file_key.decrypt(part[:12], part[12:], bound)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    folder, place = sys.argv[1:]
    request = place.split("/")[1][:36]
    with open(os.path.join(folder, place), "rb") as file:
        for text in opened(file.read(), request_key(folder, request), place):
            sys.stdout.buffer.write(text)
