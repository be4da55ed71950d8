"""Importing this declares every act of the product, so that no list of modules can forget one."""

from importlib import import_module

from settings import ROOT

for _file in sorted((ROOT / "operations").glob("*.py")):
    import_module(f"operations.{_file.stem}")
