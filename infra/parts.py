"""The parts of the template as they are written: YAML with CloudFormation's short tags."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
HOUSE = ("template.yaml", "data.yaml", "queues.yaml", "mail.yaml", "web.yaml", "watch.yaml")
BARE = {"Ref", "Condition"}  # the tags that are not Fn::

Template = dict[str, Any]


class _Loader(yaml.SafeLoader):
    """Reads !Sub and its sisters as the long form that JSON can carry."""


def _tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value: Any
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)  # type: ignore[arg-type]
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in BARE else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _tag)


def read(path: Path) -> Template:
    return yaml.load(path.read_text(), _Loader) or {}  # noqa: S506 (a SafeLoader)


def fragments(root: Path = ROOT) -> list[Path]:
    return [root / "infra" / name for name in HOUSE] + sorted(
        root.glob("functions/*/function.yaml")
    )


def join(paths: Iterable[Path]) -> Template:
    """One template of many; a name that two parts claim is a mistake, never a merge."""
    whole: Template = {}
    for path in paths:
        for section, content in read(path).items():
            if not isinstance(content, dict):
                whole[section] = content
                continue
            held = whole.setdefault(section, {})
            if twice := held.keys() & content.keys():
                raise ValueError(f"{path}: {section} says {sorted(twice)} a second time")
            held.update(content)
    return whole
