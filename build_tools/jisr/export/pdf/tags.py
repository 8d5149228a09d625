"""What PDF/UA asks for beyond what WeasyPrint does, which its authors know of.

The lines at the edges of pages (title, number, state) it tags as text that hangs in no tree: readers would
say them between two sentences. A link with elements in it is one for each of them too.
"""

from collections.abc import Iterator
from typing import Any


def conform_tags(pdf: Any) -> None:
    """Change a PDF, as `pydyf` has it, before it is written."""
    import pydyf

    root = pdf.catalog["StructTreeRoot"]
    numbers = _object(pdf, _object(pdf, root)["ParentTree"])["Nums"]
    elements = dict(zip(numbers[::2], numbers[1::2], strict=True))
    of_text = set(_elements(pdf, root))
    doubled = set(_take_out_doubled_links(pdf, of_text))
    for thing in pdf.objects:
        if not isinstance(thing, pydyf.Dictionary):
            continue
        if thing.get("Subtype") == "/Link":
            thing["F"] = 4  # print
        elif thing.get("Type") == "/Page":
            if "Annots" in thing:
                thing["Annots"][:] = [one for one in thing["Annots"] if one not in doubled]
            own = elements[thing["StructParents"]]
            aside = {mark for mark, element in enumerate(own) if element not in of_text}
            _call_artifacts(_object(pdf, thing["Contents"]).stream, aside)
            for mark in aside:
                own[mark] = "null"


def _object(pdf: Any, reference: bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]


def _elements(pdf: Any, root: bytes) -> Iterator[bytes]:
    """The references of all elements of the tree, and of the links in them."""
    todo = [root]
    while todo:
        reference = todo.pop()
        yield reference
        todo += (kid for kid in _object(pdf, reference).get("K", ()) if isinstance(kid, bytes))


def _take_out_doubled_links(pdf: Any, references: set[bytes]) -> Iterator[bytes]:
    """Leave links in elements that are links; the references of those that were in others."""
    for reference in sorted(references):
        element = _object(pdf, reference)
        if element.get("S", "/Link") == "/Link":
            continue
        for kid in [kid for kid in element["K"] if isinstance(kid, bytes)]:
            held = _object(pdf, kid)
            if held.get("Type") == "/OBJR" and _object(pdf, held["Obj"]).get("Subtype") == "/Link":
                element["K"].remove(kid)
                yield held["Obj"]


def _call_artifacts(stream: list[Any], marks: set[int]) -> None:
    """Call the parts of a page with some marks what stands on it again and again, and is no text."""
    import pydyf

    for at, item in enumerate(stream):
        if isinstance(item, pydyf.Dictionary) and item.get("MCID") in marks:
            stream[at - 1 : at + 1] = ["/Artifact", pydyf.Dictionary({"Type": "/Pagination"})]
