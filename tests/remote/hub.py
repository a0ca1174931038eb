"""A hub of data sets in a folder: as much of the API of Hugging Face as its file system asks for."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

COMMIT = "c" * 40
_REPO = r"([^/]+/[^/]+)"


class Hub(BaseHTTPRequestHandler):
    """Serves ``root``/OWNER/NAME as the data set OWNER/NAME, which has one branch."""

    protocol_version = "HTTP/1.1"
    root: Path

    def log_message(self, format: str, *args: Any) -> None:
        pass

    def do_HEAD(self) -> None:
        self.do_GET()

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        path = unquote(url.path)
        if found := re.fullmatch(rf"/api/datasets/{_REPO}(?:/revision/main)?", path):
            if (self.root / found[1]).is_dir():
                return self.answer({"id": found[1], "sha": COMMIT, "private": False})
            return self.missing("RepoNotFound")
        if found := re.fullmatch(rf"/api/datasets/{_REPO}/tree/main(?:/(.*))?", path):
            folder = self.root / found[1] / (found[2] or "")
            if not folder.is_dir():
                return self.missing("EntryNotFound")
            deep = parse_qs(url.query).get("recursive", [""])[0].lower() == "true"
            paths = sorted(folder.rglob("*") if deep else folder.iterdir())
            return self.answer([self.entry(found[1], one) for one in paths])
        if found := re.fullmatch(rf"/datasets/{_REPO}/resolve/main/(.*)", path):
            file = self.root / found[1] / found[2]
            return self.file(file.read_bytes()) if file.is_file() else self.missing("EntryNotFound")
        return self.missing("NotFound")

    def do_POST(self) -> None:
        path = unquote(urlsplit(self.path).path)
        data = self.rfile.read(int(self.headers["Content-Length"]))
        if found := re.fullmatch(rf"/api/datasets/{_REPO}/paths-info/main", path):
            is_json = "json" in self.headers["Content-Type"]
            names = json.loads(data)["paths"] if is_json else parse_qs(data.decode())["paths"]
            files = [self.root / found[1] / name for name in names]
            return self.answer([self.entry(found[1], file) for file in files if file.exists()])
        if re.fullmatch(rf"/api/datasets/{_REPO}/preupload/main", path):
            files = [
                {"path": file["path"], "uploadMode": "regular", "shouldIgnore": False, "oid": None}
                for file in json.loads(data)["files"]
            ]
            return self.answer({"files": files})
        if found := re.fullmatch(rf"/api/datasets/{_REPO}/commit/main", path):
            changes = [json.loads(line) for line in data.splitlines()]
            repo = self.root / found[1]
            gone = [one["value"]["path"] for one in changes if one["key"] == "deletedFile"]
            if not all((repo / name).is_file() for name in gone):
                return self.missing("EntryNotFound")
            for change in changes:
                self.commit(repo, **change)
            url = f"http://{self.headers['Host']}/datasets/{found[1]}/commit/{COMMIT}"
            return self.answer({"success": True, "commitOid": COMMIT, "commitUrl": url})
        return self.missing("NotFound")

    def commit(self, repo: Path, key: str, value: dict[str, Any]) -> None:
        if key == "file":
            file = repo / value["path"]
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(base64.b64decode(value["content"]))
        elif key == "deletedFile":
            (repo / value["path"]).unlink()

    def entry(self, repo: str, path: Path) -> dict[str, Any]:
        name = path.relative_to(self.root / repo).as_posix()
        if path.is_dir():
            return {"type": "directory", "oid": COMMIT, "size": 0, "path": name}
        data = path.read_bytes()
        return {"type": "file", "oid": digest(data), "size": len(data), "path": name}

    def file(self, data: bytes) -> None:
        headers = {"ETag": f'"{digest(data)}"', "X-Repo-Commit": COMMIT}
        if asked := self.headers.get("Range"):
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start, stop = int(first), min(len(data), int(last) + 1)
            headers["Content-Range"] = f"bytes {start}-{stop - 1}/{len(data)}"
            return self.send(206, data[start:stop], headers)
        return self.send(200, data, headers)

    def answer(self, said: Any) -> None:
        self.send(200, json.dumps(said).encode(), {"Content-Type": "application/json"})

    def missing(self, code: str) -> None:
        self.send(404, b"{}", {"X-Error-Code": code, "X-Error-Message": code})

    def send(self, status: int, data: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)


def digest(data: bytes) -> str:
    """What stands for a version of a file."""
    return hashlib.sha1(data).hexdigest()
