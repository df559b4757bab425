"""Where a rule engine found something, told as `einvoice.xml.location` tells it, in the prefixes people know."""

from collections.abc import Callable

from lxml import etree

from einvoice.xml import prefixed


class Places:
    """The elements of one document. Remembers what it has looked up: thousands of lines can have a finding each."""

    def __init__(self, root: etree._Element) -> None:
        self._root = root
        self._twins: dict[tuple[etree._Element, str], list[etree._Element]] = {}

    def of_names(self, path: str) -> str:
        """From /ubl:Invoice/a:InvoiceLine[2], in whatever prefixes the document has."""
        steps = [step.partition("[") for step in path.split("/")[2:]]
        return self._told(path, [(name, int(place.rstrip("]") or 1)) for name, _, place in steps], _named)

    def of_tags(self, path: str, steps: list[tuple[str, int]]) -> str:
        """From the full tags below the root element, each with its place among its like; `path` says the same."""
        return self._told(path, steps, etree._Element.findall)

    def _told(
        self,
        path: str,
        steps: list[tuple[str, int]],
        find: Callable[[etree._Element, str], list[etree._Element]],
    ) -> str:
        element, told = self._root, [prefixed(str(self._root.tag))]
        for name, place in steps:
            twins = self._twins.get((element, name)) or find(element, name)
            if len(twins) < place:
                return path
            self._twins[element, name] = twins
            element = twins[place - 1]
            tag = prefixed(str(element.tag))
            told.append(f"{tag}[{place}]" if len(twins) > 1 else tag)
        return "/" + "/".join(told)


def _named(parent: etree._Element, name: str) -> list[etree._Element]:
    """The children with the tag of the first one written as `name`: their prefixes need not be the same."""
    for child in parent:
        local = etree.QName(child).localname
        if name == (f"{child.prefix}:{local}" if child.prefix else local):
            return parent.findall(str(child.tag))
    return []
