"""What the Argos packages have in common that tests and benchmarks make for themselves."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

METADATA = {
    "package_version": "1.0", "argos_version": "1.9.0",
    "from_code": "ar", "from_name": "Arabic", "to_code": "en", "to_name": "English",
}  # fmt: skip
"""`metadata.json` of a package."""


def save(spec: Any, vocabulary: Sequence[str], folder: Path) -> None:
    """Write a CTranslate2 `TransformerSpec` with its weights as Argos does: 8-bit, one vocabulary.

    `<unk>`, `<s>` and `</s>` must be pieces of it. Raises `ValueError` where weights are missing.
    """
    spec.register_source_vocabulary(list(vocabulary))
    spec.register_target_vocabulary(list(vocabulary))
    config = spec.config
    config.unk_token, config.bos_token, config.eos_token = "<unk>", "<s>", "</s>"
    config.decoder_start_token = "<s>"
    config.add_source_bos = config.add_source_eos = False
    spec.validate()
    spec.optimize(quantization="int8")
    spec.save(str(folder))
