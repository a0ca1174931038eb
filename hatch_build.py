"""Compiles ``cleaner/native`` where there is a C compiler; elsewhere the package is pure Python."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = Path("cleaner/native")


class NativeHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled modules beside their sources, for editable installs and wheels alike."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile, and say in the wheel's name for which Python and system; or say why not."""
        if self.target_name != "wheel":
            return
        try:
            compiled(Path(self.root))
        except (Exception, SystemExit) as error:
            print(f"not compiled, so that cleaner is slower: {error}", file=sys.stderr)
        else:
            build_data["pure_python"] = False
            build_data["infer_tag"] = True


def compiled(root: Path) -> None:
    """Compile each ``.pyx`` of the folder; raises whatever a compiler raises."""
    from Cython.Build import cythonize
    from setuptools import Distribution, Extension
    from setuptools.command.build_ext import build_ext

    with tempfile.TemporaryDirectory() as work:
        modules = [
            Extension(".".join(path.relative_to(root).with_suffix("").parts), [str(path)])
            for path in sorted((root / SOURCES).glob("*.pyx"))
        ]
        command = build_ext(
            Distribution({"ext_modules": cythonize(modules, build_dir=work, quiet=True)})
        )
        command.build_lib, command.build_temp = str(root), work
        command.ensure_finalized()
        command.run()
